import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { copyPackageVersions } from "./copy-package-versions.ts";
import { deletePackageVersions } from "./delete-package-versions.ts";
import { deletePackage } from "./delete-package.ts";
import { describePackageVersion } from "./describe-package-version.ts";
import { describePackage } from "./describe-package.ts";
import { disposePackageVersions } from "./dispose-package-versions.ts";
import { getPackageVersionReadme } from "./get-package-version-readme.ts";
import { listPackageVersionDependencies } from "./list-package-version-dependencies.ts";
import { listPackageVersions } from "./list-package-versions.ts";
import { listPackages } from "./list-packages.ts";
import { requireRepository } from "./load-repositories.ts";
import { getPackageVersionAsset, listPackageVersionAssets } from "./package-version-assets.ts";
import { publishGenericAsset } from "./publish-generic-asset.ts";
import type { Resolver } from "./resolver.ts";
import { updatePackageVersionsStatus } from "./update-package-versions-status.ts";

type PackageOperations = Pick<
  Resolver,
  | "listPackages"
  | "describePackage"
  | "deletePackage"
  | "listPackageVersions"
  | "describePackageVersion"
  | "listPackageVersionAssets"
  | "listPackageVersionDependencies"
  | "getPackageVersionAsset"
  | "getPackageVersionReadme"
  | "getPackageTags"
  | "copyPackageVersions"
  | "updatePackageVersionsStatus"
  | "disposePackageVersions"
  | "deletePackageVersions"
  | "publishGenericAsset"
>;

/** The service operations on packages and versions: but for copying, they see only what the named repository stores, never its upstreams (L6, L7, Q8). */
export function createPackageOperations(ports: ResolverPorts): PackageOperations {
  const { references } = ports;
  return {
    listPackages: (input) => listPackages(references, input),
    describePackage: (repository, coordinate) => describePackage(references, repository, coordinate),
    deletePackage: (repository, coordinate) => deletePackage(references, repository, coordinate),
    listPackageVersions: (input) => listPackageVersions(references, input),
    describePackageVersion: (repository, coordinate) => describePackageVersion(ports, repository, coordinate),
    listPackageVersionAssets: (repository, coordinate, page) =>
      listPackageVersionAssets(ports, repository, coordinate, page),
    listPackageVersionDependencies: (repository, coordinate, page) =>
      listPackageVersionDependencies(ports, repository, coordinate, page),
    getPackageVersionAsset: (repository, coordinate, asset, revision) =>
      getPackageVersionAsset(ports, repository, coordinate, asset, revision),
    getPackageVersionReadme: (repository, coordinate) => getPackageVersionReadme(ports, repository, coordinate),
    async getPackageTags(repository, coordinate) {
      await requireRepository(references, repository);
      return (await references.get({ type: "package", repository, package: coordinate }))?.value.tags ?? {};
    },
    copyPackageVersions: (input) => copyPackageVersions(ports, input),
    updatePackageVersionsStatus: (input) => updatePackageVersionsStatus(ports, input),
    disposePackageVersions: (input) => disposePackageVersions(ports, input),
    deletePackageVersions: (input) => deletePackageVersions(ports, input),
    publishGenericAsset: (input) => publishGenericAsset(ports, input),
  };
}
