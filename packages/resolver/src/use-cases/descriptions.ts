import type { TagPrecedenceRules } from "../dist-tag/tag-precedence.ts";
import type { PackageCoordinate, PackageFormat } from "../names/coordinate.ts";
import type { Origin } from "../package-version/origin.ts";
import type { PackageVersionStatus } from "../package-version/status.ts";
import type { OriginControls } from "../package/origin-controls.ts";

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

export interface BatchOutcome {
  readonly successfulVersions: Readonly<
    Record<string, { readonly revision: string; readonly status: PackageVersionStatus | "Deleted" }>
  >;
  readonly failedVersions: Readonly<Record<string, { readonly errorCode: string; readonly errorMessage: string }>>;
}
