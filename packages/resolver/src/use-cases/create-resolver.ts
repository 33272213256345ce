import { servesFormat } from "../external-connection/connections.ts";
import { type PackageCoordinate, displayName, packagePath } from "../names/coordinate.ts";
import { DEFAULT_RESOLVER_SETTINGS, type ResolverPorts, type ResolverSettings } from "../ports/resolver-ports.ts";
import type { Repository } from "../repository/repository.ts";
import { searchOrder } from "../repository/search-order.ts";
import { createAssociatedPackageUseCases } from "./associated-packages.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { domainArn } from "./describe-repository.ts";
import { createPackageEdits } from "./edit-package.ts";
import { explain } from "./explain.ts";
import { createFetchAsset } from "./fetch-asset.ts";
import { findRefused } from "./find-refused.ts";
import { findUnservable } from "./find-unservable.ts";
import { listAll } from "./list-all.ts";
import { createLoadExternalPackage, requireConnection } from "./load-external-package.ts";
import { loadReachable, requireRepository } from "./load-repositories.ts";
import { createPackageGroupOriginUseCases } from "./package-group-origin.ts";
import { createPackageGroupUseCases } from "./package-groups.ts";
import { createPackageOperations } from "./package-operations.ts";
import { prepareInstall } from "./prepare-install.ts";
import { createPublishing } from "./publish-package-version.ts";
import { createPutPackageOriginConfiguration } from "./put-package-origin-configuration.ts";
import { refreshPackage } from "./refresh-package.ts";
import { createRepositoryUseCases } from "./repositories.ts";
import { requireDomain } from "./require-domain.ts";
import type { Resolver } from "./resolver.ts";
import { retainInstall } from "./retain-install.ts";
import { stats } from "./stats.ts";
import { verifyStore } from "./verify-store.ts";
import { viewPackage } from "./view-package.ts";

export type CreateResolverOptions = Omit<ResolverPorts, "settings"> & { readonly settings?: Partial<ResolverSettings> };

/** All use cases of a domain over its ports. */
export function createResolver(options: CreateResolverOptions): Resolver {
  const ports: ResolverPorts = { ...options, settings: { ...DEFAULT_RESOLVER_SETTINGS, ...options.settings } };
  const { references, settings } = ports;
  const loadExternalPackage = createLoadExternalPackage(ports);
  const viewPorts = { references, connections: ports.connections, loadExternalPackage };

  /** The repositories that any request to this one searches, before a package's own controls are looked at. */
  const searched = async (repository: string): Promise<readonly Repository[]> => {
    await requireRepository(references, repository);
    const reachable = await loadReachable(references, [repository]);
    return searchOrder(repository, new Map([...reachable].map(([name, stored]) => [name, stored.value]))).repositories;
  };

  return {
    ...createRepositoryUseCases(ports),
    ...createPackageEdits(ports),
    ...createPublishing(ports, loadExternalPackage),
    ...createPackageOperations(ports),
    ...createPackageGroupUseCases(ports),
    ...createPackageGroupOriginUseCases(ports),
    ...createAssociatedPackageUseCases(ports),
    putPackageOriginConfiguration: createPutPackageOriginConfiguration(ports),

    async describeDomain() {
      const domain = await requireDomain(references);
      const repositories = await listAll(references, { type: "repository" });
      const assets = await listAll(references, { type: "asset" });
      return {
        ...domain,
        arn: domainArn(settings.region, domain),
        status: "Active",
        repositoryCount: repositories.length,
        assetSizeBytes: assets.reduce((total, { value }) => total + value.size, 0),
      };
    },

    viewPackage: (repository, coordinate, { wantedVersion } = {}) =>
      viewPackage(viewPorts, repository, coordinate, wantedVersion),
    fetchAsset: createFetchAsset(ports, loadExternalPackage),
    retainInstall: (repository, installed, each) =>
      retainInstall(ports, loadExternalPackage, repository, installed, each),
    findRefused: (repository, versions) => findRefused(references, repository, versions),
    prepareInstall: (repository, versions, asset) => prepareInstall(ports, repository, versions, asset),
    findUnservable: (repository, versions) => findUnservable(ports, repository, versions),

    async reachableConnections(repository, format) {
      const connected = (await searched(repository)).flatMap(({ name, externalConnection }) =>
        externalConnection === undefined || !servesFormat(externalConnection, format)
          ? []
          : [{ repository: name, externalConnection }],
      );
      return connected.map((each) => ({
        repository: each.repository,
        connection: requireConnection(ports, each.externalConnection, { format }).connection,
      }));
    },

    async searchHeldPackages(repository, format, text, limit) {
      const found = new Map<string, PackageCoordinate>();
      const wanted = text.toLowerCase();
      for (const { name } of await searched(repository)) {
        for (const { key } of await listAll(references, { type: "package", repository: name, format })) {
          if (displayName(key.package).toLowerCase().includes(wanted)) found.set(packagePath(key.package), key.package);
        }
      }
      return [...found.values()].toSorted((a, b) => (displayName(a) < displayName(b) ? -1 : 1)).slice(0, limit);
    },

    explain: (repository, coordinate, wanted, selectVersion) =>
      explain(viewPorts, repository, coordinate, wanted, selectVersion),
    refreshPackage: (repository, coordinate) => refreshPackage(ports, loadExternalPackage, repository, coordinate),
    stats: () => stats(references),
    collectGarbage: (each) => collectGarbage(ports, each),
    verifyStore: (each) => verifyStore(ports, loadExternalPackage, each),
  };
}
