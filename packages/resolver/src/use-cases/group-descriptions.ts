import type { PackageCoordinate, PackageFormat } from "../names/coordinate.ts";
import type { AssociationType } from "../package-group/match-pattern.ts";
import type { OriginRestrictionMode, OriginRestrictionType } from "../package-group/package-group.ts";
import type { OriginControls } from "../package/origin-controls.ts";
import type { Page, PageRequest } from "./descriptions.ts";

export interface PackageGroupReference {
  readonly arn: string;
  readonly pattern: string;
}

export interface PackageGroupOriginRestriction {
  readonly mode: OriginRestrictionMode;
  /** PG17. */
  readonly effectiveMode: Exclude<OriginRestrictionMode, "INHERIT">;
  /** Whose mode it is, when it is not the group's own. */
  readonly inheritedFrom?: PackageGroupReference;
  /** How many repositories the group's own list has. */
  readonly repositoriesCount: number;
}

/** A package group as CodeArtifact describes it; summaries in lists have the same members. */
export interface PackageGroupDescription extends PackageGroupReference {
  readonly domainName: string;
  readonly domainOwner: string;
  readonly createdTime: number;
  readonly contactInfo?: string;
  readonly description?: string;
  readonly originConfiguration: {
    readonly restrictions: Readonly<Record<OriginRestrictionType, PackageGroupOriginRestriction>>;
  };
  /** Absent for the root alone (PG14). */
  readonly parent?: PackageGroupReference;
}

export interface AssociatedPackage {
  readonly format: PackageFormat;
  readonly namespace?: string;
  readonly package: string;
  readonly associationType: AssociationType;
}

export interface AllowedRepository {
  readonly repositoryName: string;
  readonly originRestrictionType: OriginRestrictionType;
}

/** What became of allowed repositories, by restriction; only what changed. */
export type AllowedRepositoryUpdates = Partial<
  Record<OriginRestrictionType, Partial<Record<"ADDED" | "REMOVED", readonly string[]>>>
>;

export interface PackageGroupInput {
  /** The pattern, which is the group's name for ever (PG21). */
  readonly packageGroup: string;
  readonly contactInfo?: string;
  readonly description?: string;
}

export interface UpdatePackageGroupOriginConfigurationInput {
  readonly packageGroup: string;
  /** Modes to set; restrictions that are not named stay. */
  readonly restrictions?: Partial<Record<OriginRestrictionType, OriginRestrictionMode>>;
  readonly addAllowedRepositories?: readonly AllowedRepository[];
  readonly removeAllowedRepositories?: readonly AllowedRepository[];
}

export interface ListAssociatedPackagesInput extends PageRequest {
  readonly packageGroup: string;
  /** Answers also for a group that does not exist: which packages it would have (PG13). */
  readonly preview?: boolean;
}

/** The operations on package groups and origin controls, named as CodeArtifact names them. */
export interface PackageGroupUseCases {
  /** @throws INVALID_NAME, INVALID_ARGUMENT, ALREADY_EXISTS */
  createPackageGroup(input: PackageGroupInput): Promise<PackageGroupDescription>;
  /** @throws INVALID_NAME, PACKAGE_GROUP_NOT_FOUND */
  describePackageGroup(packageGroup: string): Promise<PackageGroupDescription>;
  /** Changes contact and description alone (PG21). @throws INVALID_NAME, INVALID_ARGUMENT, PACKAGE_GROUP_NOT_FOUND */
  updatePackageGroup(input: PackageGroupInput): Promise<PackageGroupDescription>;
  /** Its children are its parent's then (PG20). @throws INVALID_NAME, PACKAGE_GROUP_NOT_FOUND; INVALID_ARGUMENT for the root (PG14) */
  deletePackageGroup(packageGroup: string): Promise<PackageGroupDescription>;
  listPackageGroups(input: PageRequest & { readonly prefix?: string }): Promise<Page<PackageGroupDescription>>;
  /** Direct children alone. @throws INVALID_NAME, PACKAGE_GROUP_NOT_FOUND */
  listSubPackageGroups(input: PageRequest & { readonly packageGroup: string }): Promise<Page<PackageGroupDescription>>;
  /** @throws INVALID_NAME, INVALID_ARGUMENT, PACKAGE_GROUP_NOT_FOUND, REPOSITORY_NOT_FOUND */
  updatePackageGroupOriginConfiguration(input: UpdatePackageGroupOriginConfigurationInput): Promise<{
    readonly packageGroup: PackageGroupDescription;
    readonly allowedRepositoryUpdates: AllowedRepositoryUpdates;
  }>;
  /** The names in the group's own list. @throws INVALID_NAME, INVALID_ARGUMENT, PACKAGE_GROUP_NOT_FOUND */
  listAllowedRepositoriesForGroup(
    input: PageRequest & { readonly packageGroup: string; readonly originRestrictionType: OriginRestrictionType },
  ): Promise<Page<string>>;
  /** The package need not exist (PG13). */
  getAssociatedPackageGroup(coordinate: PackageCoordinate): Promise<{
    readonly packageGroup: PackageGroupDescription;
    readonly associationType: AssociationType;
  }>;
  /** Packages that any repository of the domain knows, each once. @throws INVALID_NAME; PACKAGE_GROUP_NOT_FOUND without `preview` */
  listAssociatedPackages(input: ListAssociatedPackagesInput): Promise<Page<AssociatedPackage>>;
  /** Makes the package known to the repository if need be, with no versions (O7). @throws REPOSITORY_NOT_FOUND, INVALID_ARGUMENT */
  putPackageOriginConfiguration(
    repository: string,
    coordinate: PackageCoordinate,
    restrictions: OriginControls,
  ): Promise<{ readonly originConfiguration: { readonly restrictions: OriginControls } }>;
}
