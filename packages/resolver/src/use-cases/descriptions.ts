import type { AssetSummary } from "../asset/asset.ts";
import type { TagPrecedenceRules } from "../dist-tag/tag-precedence.ts";
import type { PackageCoordinate, PackageFormat, PackageVersionCoordinate } from "../names/coordinate.ts";
import type { Origin } from "../package-version/origin.ts";
import type { PackageVersionStatus, TargetStatus } from "../package-version/status.ts";
import type { OriginControl, OriginControls } from "../package/origin-controls.ts";
import type { PackageDependency } from "../ports/resolver-ports.ts";

/** One page of a list operation (L12). `nextToken` is opaque, and absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

export interface PageRequest {
  /** 1–1000; the default is the operation's own (L12). */
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** All times in descriptions are milliseconds since the epoch; each edge prints them its own way. */
export interface DomainDescription {
  readonly name: string;
  readonly owner: string;
  readonly arn: string;
  readonly status: "Active";
  readonly createdTime: number;
  readonly repositoryCount: number;
  /** Bytes of all assets, each counted once (D5). */
  readonly assetSizeBytes: number;
}

export interface RepositorySummary {
  readonly name: string;
  readonly administratorAccount: string;
  readonly domainName: string;
  readonly domainOwner: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdTime: number;
}

export interface RepositoryDescription extends RepositorySummary {
  readonly upstreams: readonly { readonly repositoryName: string }[];
  readonly externalConnections: readonly {
    readonly externalConnectionName: string;
    readonly packageFormat: PackageFormat;
    readonly status: "Available";
  }[];
  /** Beside CodeArtifact's members: whose dist-tags win, by pattern of package names. Absent: the upstream's (T2). */
  readonly tagPrecedence?: TagPrecedenceRules;
}

export interface PackageSummary {
  readonly format: PackageFormat;
  readonly namespace?: string;
  readonly package: string;
  readonly originConfiguration: { readonly restrictions: OriginControls };
}

/** What DescribePackage answers: the summary, its name under `name`. */
export interface PackageDescription {
  readonly format: PackageFormat;
  readonly namespace?: string;
  readonly name: string;
  readonly originConfiguration: { readonly restrictions: OriginControls };
}

export interface PackageVersionSummary {
  readonly version: string;
  readonly revision: string;
  readonly status: PackageVersionStatus;
  readonly origin: Origin;
}

export interface PackageVersionDescription {
  readonly format: PackageFormat;
  readonly namespace?: string;
  readonly packageName: string;
  readonly displayName: string;
  readonly version: string;
  readonly summary?: string;
  readonly homePage?: string;
  readonly sourceCodeRepository?: string;
  readonly publishedTime: number;
  readonly licenses: readonly { readonly name: string }[];
  readonly revision: string;
  readonly status: PackageVersionStatus;
  readonly origin: Origin;
}

export interface CreateRepositoryInput {
  readonly repository: string;
  readonly description?: string;
  readonly upstreams?: readonly string[];
  /** Default: the domain's owner. */
  readonly administratorAccount?: string;
  /** Whose dist-tags win, by pattern of package names. Default: the upstream's (T2). */
  readonly tagPrecedence?: TagPrecedenceRules;
}

export interface UpdateRepositoryInput {
  readonly repository: string;
  readonly description?: string;
  /** Replaces the whole list; an empty one removes all, a missing one leaves it alone (R6). */
  readonly upstreams?: readonly string[];
  /** Replaces all rules; `{}` removes them, a missing one leaves them alone. */
  readonly tagPrecedence?: TagPrecedenceRules;
}

export interface ListPackagesInput extends PageRequest {
  readonly repository: string;
  readonly format?: PackageFormat;
  /** Prefix filters (L11). */
  readonly namespace?: string;
  readonly packagePrefix?: string;
  /** Only packages whose own origin controls say so. */
  readonly publish?: OriginControl;
  readonly upstream?: OriginControl;
}

export interface ListPackageVersionsInput extends PageRequest {
  readonly repository: string;
  readonly package: PackageCoordinate;
  /** Without it every status is listed (L8). */
  readonly status?: PackageVersionStatus;
  /** Newest first (L9); the order without it is unspecified. */
  readonly sortBy?: "PUBLISHED_TIME";
  readonly originType?: Origin["originType"];
}

export interface PackageVersionList extends Page<PackageVersionSummary> {
  /** L10; `undefined` while nothing is Published. */
  readonly defaultDisplayVersion?: string;
}

export interface PackageVersionAssets {
  readonly revision: string;
  readonly assets: readonly AssetSummary[];
  readonly nextToken?: string;
}

export interface PackageVersionDependencies {
  readonly revision: string;
  readonly dependencies: readonly PackageDependency[];
  readonly nextToken?: string;
}

export interface PackageVersionReadme {
  readonly revision: string;
  readonly readme: string;
}

/** Why one version of a batch was not done (C12). */
export type PackageVersionErrorCode =
  | "ALREADY_EXISTS"
  | "MISMATCHED_REVISION"
  | "MISMATCHED_STATUS"
  | "NOT_ALLOWED"
  | "NOT_FOUND"
  | "SKIPPED";

export interface BatchOutcome {
  readonly successfulVersions: Readonly<
    Record<string, { readonly revision: string; readonly status: PackageVersionStatus | "Deleted" }>
  >;
  readonly failedVersions: Readonly<
    Record<string, { readonly errorCode: PackageVersionErrorCode; readonly errorMessage: string }>
  >;
}

export interface DeletePackageVersionsInput {
  readonly repository: string;
  readonly package: PackageCoordinate;
  /** 1 to 100 (X2). */
  readonly versions: readonly string[];
  /** Nothing is done unless every version has it (X3). */
  readonly expectedStatus?: PackageVersionStatus;
}

export interface DisposePackageVersionsInput extends DeletePackageVersionsInput {
  /** version → revision, for exactly the versions named; nothing is done unless every version has it (X2, X3). */
  readonly versionRevisions?: Readonly<Record<string, string>>;
}

export interface UpdatePackageVersionsStatusInput extends DisposePackageVersionsInput {
  readonly targetStatus: TargetStatus;
}

/** Exactly one of `versions` and `versionRevisions` (C2). */
export interface CopyPackageVersionsInput {
  readonly sourceRepository: string;
  readonly destinationRepository: string;
  readonly package: PackageCoordinate;
  readonly versions?: readonly string[];
  /** version → the revision that it must have in the source (C8). */
  readonly versionRevisions?: Readonly<Record<string, string>>;
  /** Replace a version that the destination has with other content (C7). Default false. */
  readonly allowOverwrite?: boolean;
  /** Also look in the source's upstreams, for what they store (C9). Default false. */
  readonly includeFromUpstream?: boolean;
}

export interface PublishGenericAssetInput {
  readonly repository: string;
  /** Of the format generic (B11). */
  readonly coordinate: PackageVersionCoordinate;
  readonly asset: string;
  /** Read to its end, or cancelled. */
  readonly content: ReadableStream<Uint8Array>;
  /** Lower-case hex that the bytes must have. */
  readonly assetSHA256?: string;
  /** More assets follow: the version stays Unfinished (G2). Default false. */
  readonly unfinished?: boolean;
}

export interface PublishedAsset {
  readonly revision: string;
  readonly status: PackageVersionStatus;
  readonly asset: AssetSummary;
}
