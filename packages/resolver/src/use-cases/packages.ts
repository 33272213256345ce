import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { isServable } from "../package-version/status.ts";
import type { ListedRecord } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { ListPackagesInput, PackageSummary, PackageVersionSummary } from "./descriptions.ts";
import { openHeld } from "./fetch-asset.ts";
import { listAll } from "./list-all.ts";
import { requireRepository } from "./load-repositories.ts";
import { makePageToken, pageOf, pageSize, readPageToken } from "./page-token.ts";
import type { Resolver } from "./resolver.ts";
import { statusRefusal } from "./search-package-version.ts";
import { danglingReference } from "./view-package.ts";

type PackageUseCases = Pick<
  Resolver,
  | "listPackages"
  | "listPackageVersions"
  | "describePackageVersion"
  | "listPackageVersionAssets"
  | "getPackageVersionAsset"
  | "getPackageTags"
>;

/** The service operations on packages: they see only what the named repository stores, never its upstreams (L6, Q8). */
export function createPackageUseCases(ports: ResolverPorts): PackageUseCases {
  const { references } = ports;

  const requireReference = async (repository: string, coordinate: PackageVersionCoordinate): Promise<Reference> => {
    await requireRepository(references, repository);
    const stored = await references.get({ type: "reference", repository, coordinate });
    if (stored !== undefined) return stored.value;
    throw new HeadwaterError(
      "PACKAGE_VERSION_NOT_FOUND",
      `The repository "${repository}" does not store ${displayName(coordinate)}@${coordinate.version}.`,
      {
        hint: "This operation does not look upstream. See where a version is with: headwater explain",
        details: { rule: "L6", repository, package: displayName(coordinate), version: coordinate.version },
      },
    );
  };

  const requireRevision = async (repository: string, coordinate: PackageVersionCoordinate, reference: Reference) => {
    const revision = await references.get({ type: "revision", revision: reference.revision });
    if (revision === undefined) throw danglingReference(repository, coordinate, coordinate.version);
    return revision.value;
  };

  return {
    async listPackages(input) {
      checkPackageFilter(input);
      await requireRepository(references, input.repository);
      const size = pageSize(input, 100);
      const items: PackageSummary[] = [];
      let after = readPageToken(input.nextToken);
      for (;;) {
        const { repository, format } = input;
        const limit = size - items.length;
        const page = await references.list(
          { type: "package", repository, ...(format === undefined ? {} : { format }) },
          { limit, ...(after === undefined ? {} : { after }) },
        );
        items.push(...page.records.filter((record) => matchesFilter(record, input)).map(summarizePackage));
        after = page.next;
        if (after === undefined) return { items };
        if (items.length >= size) return { items, nextToken: makePageToken(after) };
      }
    },

    async listPackageVersions({ repository, package: coordinate, status, sortBy, originType, ...page }) {
      await requireRepository(references, repository);
      const record = await references.get({ type: "package", repository, package: coordinate });
      if (record === undefined) throw packageNotStored(repository, coordinate);
      const all = await listAll(references, { type: "reference", repository, package: coordinate });
      const matching = all
        .filter(({ value }) => status === undefined || value.status === status)
        .filter(({ value }) => originType === undefined || value.origin.originType === originType);
      const idOf = ({ key, value }: ListedRecord<"reference">): string =>
        sortBy === "PUBLISHED_TIME"
          ? `${newestFirst(value.publishedTime)} ${key.coordinate.version}`
          : key.coordinate.version;
      const { items, ...next } = pageOf(matching, idOf, page, 50);
      const display = defaultDisplayVersion(all, record.value.tags);
      return {
        items: items.map(summarizeVersion),
        ...next,
        ...(display === undefined ? {} : { defaultDisplayVersion: display }),
      };
    },

    async describePackageVersion(repository, coordinate) {
      const reference = await requireReference(repository, coordinate);
      const { manifest } = await requireRevision(repository, coordinate, reference);
      const { licenses = [], ...summary } = ports.summarizeManifest[coordinate.format]?.(manifest) ?? {};
      const { format, namespace, name, version } = coordinate;
      const { publishedTime, revision, status, origin } = reference;
      return {
        format,
        ...(namespace === undefined ? {} : { namespace }),
        packageName: name,
        displayName: displayName(coordinate),
        version,
        ...summary,
        publishedTime,
        licenses: licenses.map((each) => ({ name: each })),
        revision,
        status,
        origin,
      };
    },

    async listPackageVersionAssets(repository, coordinate) {
      const reference = await requireReference(repository, coordinate);
      const { assets } = await requireRevision(repository, coordinate, reference);
      return { revision: reference.revision, assets };
    },

    async getPackageVersionAsset(repository, coordinate, asset, revision) {
      const reference = await requireReference(repository, coordinate);
      if (revision !== undefined && revision !== reference.revision)
        throw revisionNotCurrent(coordinate, revision, reference.revision);
      if (!isServable(reference.status)) throw statusRefusal(repository, coordinate, reference);
      return { ...(await openHeld(ports, repository, coordinate, reference, asset)), revision: reference.revision };
    },

    async getPackageTags(repository, coordinate) {
      await requireRepository(references, repository);
      return (await references.get({ type: "package", repository, package: coordinate }))?.value.tags ?? {};
    },
  };
}

/** The version shown for a package (L10): that of the repository's own `latest`, else the most recently published; none while nothing is Published. */
function defaultDisplayVersion(
  all: readonly ListedRecord<"reference">[],
  tags: Readonly<Record<string, string>>,
): string | undefined {
  const published = all.filter(({ value }) => value.status === "Published");
  const tagged = published.find(({ key }) => key.coordinate.version === tags["latest"]);
  const newest = published.toSorted((a, b) => b.value.publishedTime - a.value.publishedTime)[0];
  return (tagged ?? newest)?.key.coordinate.version;
}

/** A text that sorts later times first. */
const newestFirst = (time: number): string => String(Number.MAX_SAFE_INTEGER - Math.trunc(time)).padStart(16, "0");

function checkPackageFilter({ format, namespace, packagePrefix }: ListPackagesInput): void {
  if (namespace === undefined || format !== undefined || packagePrefix !== undefined) return;
  throw new HeadwaterError("INVALID_ARGUMENT", "A namespace alone does not select packages.", {
    hint: "Add a format or a package prefix.",
    details: { rule: "L11", namespace },
  });
}

function matchesFilter({ key }: ListedRecord<"package">, { namespace, packagePrefix }: ListPackagesInput): boolean {
  if (namespace !== undefined && key.package.namespace?.startsWith(namespace) !== true) return false;
  return packagePrefix === undefined || key.package.name.startsWith(packagePrefix);
}

function summarizePackage({ key, value }: ListedRecord<"package">): PackageSummary {
  const { format, namespace, name } = key.package;
  const restrictions = value.originControls;
  return {
    format,
    ...(namespace === undefined ? {} : { namespace }),
    package: name,
    originConfiguration: { restrictions },
  };
}

const summarizeVersion = ({ key, value }: ListedRecord<"reference">): PackageVersionSummary => ({
  version: key.coordinate.version,
  revision: value.revision,
  status: value.status,
  origin: value.origin,
});

const packageNotStored = (repository: string, coordinate: PackageCoordinate): HeadwaterError =>
  new HeadwaterError("PACKAGE_NOT_FOUND", `The repository "${repository}" does not store ${displayName(coordinate)}.`, {
    hint: "This operation does not look upstream. See where a package is with: headwater explain",
    details: { rule: "L6", repository, package: displayName(coordinate) },
  });

const revisionNotCurrent = (coordinate: PackageVersionCoordinate, asked: string, current: string): HeadwaterError =>
  new HeadwaterError(
    "CONFLICT",
    `The revision "${asked}" of ${displayName(coordinate)}@${coordinate.version} is not the current one.`,
    {
      hint: `The current revision is "${current}".`,
      details: { asked, current },
    },
  );
