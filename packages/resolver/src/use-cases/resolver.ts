import type { AssetHashes } from "../asset/asset.ts";
import type { HeadwaterError } from "../errors/headwater-error.ts";
import type { RefreshReport } from "../external-connection/refresh-report.ts";
import type { GarbageOptions, GarbageReport } from "../garbage/garbage-report.ts";
import type { PackageCoordinate, PackageFormat, PackageVersionCoordinate } from "../names/coordinate.ts";
import type { AssociationType } from "../package-group/match-pattern.ts";
import type { Reference } from "../package-version/reference.ts";
import type { Revision } from "../package-version/revision.ts";
import type { PackageVersionStatus } from "../package-version/status.ts";
import type { ExternalConnection, ExternalDocument } from "../ports/external-registry.ts";
import type { VerifyOptions, VerifyReport } from "../verification/verify-report.ts";
import type {
  BatchOutcome,
  CopyPackageVersionsInput,
  CreateRepositoryInput,
  DeletePackageVersionsInput,
  DisposePackageVersionsInput,
  DomainDescription,
  ListPackageVersionsInput,
  ListPackagesInput,
  PackageDescription,
  PackageSummary,
  PackageVersionAssets,
  PackageVersionDependencies,
  PackageVersionDescription,
  PackageVersionList,
  PackageVersionReadme,
  Page,
  PageRequest,
  PublishGenericAssetInput,
  PublishedAsset,
  RepositoryDescription,
  RepositorySummary,
  UpdatePackageVersionsStatusInput,
  UpdateRepositoryInput,
} from "./descriptions.ts";
import type { PackageGroupUseCases } from "./group-descriptions.ts";
import type { InstalledVersion, PreparedInstall, RetainInstallOptions, RetainInstallReport } from "./installs.ts";
import type { Notice } from "./notice.ts";
import type { PublishingUseCases } from "./publishing.ts";

/** What a repository shows of one package: itself, its upstreams and the public registry as one (L1, L2). */
export interface PackageView {
  readonly repository: string;
  readonly package: PackageCoordinate;
  /** Changes whenever `load` would give anything else; equal for equal content also in other processes. */
  readonly fingerprint: string;
  readonly notices: readonly Notice[];
  /** What origin controls or package groups keep from being shown, and by which rule; absent when nothing is. */
  readonly keptOut?: string;
  load(): Promise<PackageContents>;
}

export interface PackageContents {
  /** Published versions that a repository holds, decided by the first one in search order (L3, L4). */
  readonly versions: ReadonlyMap<
    string,
    { readonly repository: string; readonly reference: Reference; readonly revision: Revision }
  >;
  /** What the public registry adds: versions of the document that no repository decides on; others must not be shown. */
  readonly external?: {
    readonly connection: ExternalConnection;
    readonly document: ExternalDocument;
    readonly versions: ReadonlySet<string>;
  };
  /** Merged dist-tags (T1–T3), only such as name a version that is shown. */
  readonly tags: Readonly<Record<string, string>>;
  /** Held, but not shown for its status (L4, S5), with the tags that name such versions: no client sees it, `explain` tells why. */
  readonly hidden: { readonly versions: ReadonlySet<string>; readonly tags: Readonly<Record<string, string>> };
}

export interface ServedAsset {
  /** Verified to the end: the last bytes are given only once the digest of the whole is right. */
  readonly body: ReadableStream<Uint8Array>;
  /** In bytes; unknown while the asset comes from a registry that does not say. */
  readonly size?: number;
  readonly hashes?: AssetHashes;
}

/** What happened at one repository during a search. */
export interface SearchStep {
  readonly repository: string;
  readonly found: PackageVersionStatus | "absent";
  /** The package's upstream control stops the walk here (S7). */
  readonly blocksUpstream: boolean;
  readonly externalConnection?: string;
  /** What the package's group keeps from entering here, and by which rule (PG11, PG19). */
  readonly keepsOut?: string;
}

/** Why a version was chosen or refused, and what asking for it keeps where. Explaining writes nothing. */
export interface Explanation {
  readonly repository: string;
  readonly package: PackageCoordinate;
  /** As asked: a version, range or tag. */
  readonly wanted: string;
  /** `undefined` when nothing that may be chosen satisfies. */
  readonly version?: string;
  /** The package's group (PG8); absent when that is the root. */
  readonly packageGroup?: { readonly pattern: string; readonly associationType: AssociationType };
  readonly steps: readonly SearchStep[];
  /** Where the bytes come from, when there are any. */
  readonly source?:
    | { readonly type: "repository"; readonly repository: string }
    | { readonly type: "external"; readonly repository: string; readonly connection: string };
  /** Repositories that hold, or would come to hold, a reference. */
  readonly holds: readonly string[];
  readonly wouldKeep: readonly string[];
  readonly refusal?: HeadwaterError;
  readonly notices: readonly Notice[];
}

export interface Stats {
  readonly repositories: readonly {
    readonly repository: string;
    readonly packages: number;
    readonly references: number;
    readonly bytesReferenced: number;
  }[];
  readonly packages: number;
  readonly packageVersions: number;
  readonly references: number;
  readonly assets: number;
  readonly bytesStored: number;
  /** Sum over all references of the bytes each refers to: what storing once saves is the difference. */
  readonly bytesReferenced: number;
}

/** Every use case of a domain. Each may throw what its ports throw; further errors stand at the method. */
export interface Resolver extends PublishingUseCases, PackageGroupUseCases {
  describeDomain(): Promise<DomainDescription>;
  /** @throws INVALID_NAME, ALREADY_EXISTS, REPOSITORY_NOT_FOUND, UPSTREAM_LIMIT_EXCEEDED, UPSTREAM_CYCLE, INVALID_ARGUMENT */
  createRepository(input: CreateRepositoryInput): Promise<RepositoryDescription>;
  /** @throws REPOSITORY_NOT_FOUND */
  describeRepository(repository: string): Promise<RepositoryDescription>;
  /** @throws REPOSITORY_NOT_FOUND, UPSTREAM_LIMIT_EXCEEDED, UPSTREAM_CYCLE, INVALID_ARGUMENT */
  updateRepository(input: UpdateRepositoryInput): Promise<RepositoryDescription>;
  /** Removes the repository, what it holds, and its name from downstream lists (R7, R8). @throws REPOSITORY_NOT_FOUND */
  deleteRepository(repository: string): Promise<RepositoryDescription>;
  listRepositories(
    input: PageRequest & { readonly repositoryPrefix?: string; readonly administratorAccount?: string },
  ): Promise<Page<RepositorySummary>>;
  /** @throws REPOSITORY_NOT_FOUND, EXTERNAL_CONNECTION_NOT_FOUND, EXTERNAL_CONNECTION_LIMIT_EXCEEDED, ALREADY_EXISTS, NOT_SUPPORTED */
  associateExternalConnection(repository: string, connection: string): Promise<RepositoryDescription>;
  /** @throws REPOSITORY_NOT_FOUND, EXTERNAL_CONNECTION_NOT_FOUND */
  disassociateExternalConnection(repository: string, connection: string): Promise<RepositoryDescription>;

  /** Packages that the repository stores, by the filters of L11. @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT */
  listPackages(input: ListPackagesInput): Promise<Page<PackageSummary>>;
  /** @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND */
  describePackage(repository: string, coordinate: PackageCoordinate): Promise<PackageDescription>;
  /** Deletes all versions, tags and origin controls (X6, O9). @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND, CONFLICT */
  deletePackage(repository: string, coordinate: PackageCoordinate): Promise<PackageSummary>;
  /** @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND */
  listPackageVersions(input: ListPackageVersionsInput): Promise<PackageVersionList>;
  /** @throws PACKAGE_VERSION_NOT_FOUND */
  describePackageVersion(repository: string, coordinate: PackageVersionCoordinate): Promise<PackageVersionDescription>;
  /** By name, 50 a page. @throws PACKAGE_VERSION_NOT_FOUND */
  listPackageVersionAssets(
    repository: string,
    coordinate: PackageVersionCoordinate,
    page?: PageRequest,
  ): Promise<PackageVersionAssets>;
  /** Direct dependencies, 50 a page. @throws PACKAGE_VERSION_NOT_FOUND */
  listPackageVersionDependencies(
    repository: string,
    coordinate: PackageVersionCoordinate,
    page?: PageRequest,
  ): Promise<PackageVersionDependencies>;
  /** Sees only the named repository (L6). @throws PACKAGE_VERSION_NOT_FOUND, ASSET_NOT_FOUND, PACKAGE_VERSION_REFUSED, CONFLICT (revision not current) */
  getPackageVersionAsset(
    repository: string,
    coordinate: PackageVersionCoordinate,
    asset: string,
    revision?: string,
  ): Promise<ServedAsset & { readonly revision: string; readonly size: number }>;
  /** @throws PACKAGE_VERSION_NOT_FOUND, ASSET_NOT_FOUND when it has none, NOT_SUPPORTED for a format without READMEs (A8) */
  getPackageVersionReadme(repository: string, coordinate: PackageVersionCoordinate): Promise<PackageVersionReadme>;
  /** All or none (C4). @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT (C1, C2, X2), CONFLICT */
  copyPackageVersions(input: CopyPackageVersionsInput): Promise<BatchOutcome>;
  /** All or none (X4). @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT (P2, X2), CONFLICT */
  updatePackageVersionsStatus(input: UpdatePackageVersionsStatusInput): Promise<BatchOutcome>;
  /** All or none (X4). @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT (X2), CONFLICT */
  disposePackageVersions(input: DisposePackageVersionsInput): Promise<BatchOutcome>;
  /** All or none (X4); dist-tags that name them go too. @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT (X2), CONFLICT */
  deletePackageVersions(input: DeletePackageVersionsInput): Promise<BatchOutcome>;
  /**
   * PublishPackageVersion: publishes one asset of a generic package version. The content is read to its end or cancelled, and
   * after any failure nothing of it is stored.
   * @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT (B11, G1), INVALID_NAME (A6, G3), ACCESS_DENIED (B6), ALREADY_EXISTS (B1, B4),
   * CONFLICT (G2), INTEGRITY_MISMATCH, TOO_LARGE (over 5 GB, over 350 assets), what the content throws
   */
  publishGenericAsset(input: PublishGenericAssetInput): Promise<PublishedAsset>;

  /** What the repository shows of a package, for a packument or an index; retains nothing (Q6). @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND */
  viewPackage(
    repository: string,
    coordinate: PackageCoordinate,
    options?: { readonly wantedVersion?: string },
  ): Promise<PackageView>;
  /**
   * The bytes of an asset, from wherever the search finds the version; keeps the references of Table 2.
   * @throws REPOSITORY_NOT_FOUND, PACKAGE_VERSION_NOT_FOUND, PACKAGE_VERSION_REFUSED, ASSET_NOT_FOUND; the body may error with INTEGRITY_MISMATCH
   */
  fetchAsset(
    repository: string,
    coordinate: PackageVersionCoordinate,
    asset: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ServedAsset>;
  retainInstall(
    repository: string,
    installed: readonly InstalledVersion[],
    options?: RetainInstallOptions,
  ): Promise<RetainInstallReport>;
  /** Of these versions, those that the repository refuses to give out (status, S5; origin controls, S7; package groups, PG11, PG19): an install that names one must not begin. Reads only. */
  findRefused(
    repository: string,
    versions: readonly PackageVersionCoordinate[],
  ): Promise<readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[]>;
  /**
   * Of these versions, those that the repository refuses (see `findRefused`), and the bytes of one asset of all that it holds.
   * Reads only: whoever installs such bytes retains them afterwards, as everything that was asked for (K1).
   */
  prepareInstall(
    repository: string,
    versions: readonly PackageVersionCoordinate[],
    asset: string,
  ): Promise<PreparedInstall>;
  /**
   * Of these versions, those that the repository could not give out with every external connection cut, each with the reason:
   * nobody on the way holds it, it is refused, its integrity is another, its bytes are gone. Reads only. @throws REPOSITORY_NOT_FOUND
   */
  findUnservable(
    repository: string,
    versions: readonly InstalledVersion[],
  ): Promise<readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[]>;
  /** The dist-tags that the repository itself stores (T3, T5). @throws REPOSITORY_NOT_FOUND */
  getPackageTags(repository: string, coordinate: PackageCoordinate): Promise<Readonly<Record<string, string>>>;
  /** Connections of a format that a repository reaches, in search order. @throws REPOSITORY_NOT_FOUND */
  reachableConnections(
    repository: string,
    format: PackageFormat,
  ): Promise<readonly { readonly repository: string; readonly connection: ExternalConnection }[]>;
  /** Packages held in the repository and its upstreams whose display name contains the text, each once. */
  searchHeldPackages(
    repository: string,
    format: PackageFormat,
    text: string,
    limit: number,
  ): Promise<readonly PackageCoordinate[]>;
  /**
   * @param selectVersion the format's own way to choose among listed versions and tags; `undefined` when none satisfies
   */
  explain(
    repository: string,
    coordinate: PackageCoordinate,
    wanted: string,
    selectVersion: (
      wanted: string,
      versions: readonly string[],
      tags: Readonly<Record<string, string>>,
    ) => string | undefined,
  ): Promise<Explanation>;
  /**
   * Asks every registry behind the repository about a package now, whatever the age of what it last said, and tells what changed.
   * @throws REPOSITORY_NOT_FOUND; EXTERNAL_CONNECTION_NOT_FOUND when none may be asked; PACKAGE_NOT_FOUND when none ever had it;
   * what a registry threw: then nothing is known to have changed
   */
  refreshPackage(repository: string, coordinate: PackageCoordinate): Promise<RefreshReport>;
  stats(): Promise<Stats>;
  /**
   * Marks what nothing refers to and removes what has been marked for longer than the grace period and is unreferenced
   * still; with it goes what is only speed and was not used for long. Safe beside everything else.
   */
  collectGarbage(options: GarbageOptions): Promise<GarbageReport>;
  /**
   * Follows every reference to its revision, every revision to its assets and every asset to its bytes, and tells what is
   * damaged and who refers to it; repairs it when asked to. Safe beside everything else; a store that is in use has no
   * findings for that. @throws STORE_UNAVAILABLE when dropping is asked for and the asset store has no bytes at all
   */
  verifyStore(options?: VerifyOptions): Promise<VerifyReport>;
}
