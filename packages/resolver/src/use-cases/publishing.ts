import type { AssetHashes, AssetLocation } from "../asset/asset.ts";
import type { JsonObject } from "../asset/canonical-json.ts";
import type { PackageCoordinate, PackageVersionCoordinate } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { Revision } from "../package-version/revision.ts";
import type { Notice } from "./notice.ts";

/** Bytes that are stored, and that nothing refers to yet. */
export interface StagedBytes {
  /** In bytes. */
  readonly size: number;
  readonly hashes: AssetHashes;
  readonly location: AssetLocation;
}

/** {@link StagedBytes} that are to be an asset of this name. */
export interface StagedAsset extends StagedBytes {
  readonly name: string;
}

export interface PublishPackageVersionInput {
  readonly repository: string;
  readonly coordinate: PackageVersionCoordinate;
  /** As the format serves it, without any host name in it. */
  readonly manifest: JsonObject;
  /** All assets of the version. They are the publish's own from now on, whether it succeeds or not. */
  readonly assets: readonly StagedAsset[];
  /** dist-tags of the repository that come to name this version (B12). Default: none. */
  readonly tags?: readonly string[];
  /** Milliseconds since the epoch. Default: now. */
  readonly publishedTime?: number;
}

export interface PublishedPackageVersion {
  readonly revision: string;
  readonly status: "Published";
  /** False when the very same bytes had been published before (B1). */
  readonly created: boolean;
  /** E.g. that a public registry could not be asked whether it has the version (F2). */
  readonly notices: readonly Notice[];
}

/** What one repository stores of one package. */
export interface HeldPackage {
  /** Another one whenever anything of this has changed. */
  readonly state: string;
  /** The repository's own dist-tags (T3). */
  readonly tags: Readonly<Record<string, string>>;
  /** In every status. */
  readonly versions: ReadonlyMap<string, { readonly reference: Reference; readonly revision: Revision }>;
}

/** What is to become of it; what is left out stays. */
export interface PackageEdit {
  /** Versions that are deleted here. */
  readonly removed?: readonly string[];
  /** New manifests of versions that keep their assets. */
  readonly manifests?: ReadonlyMap<string, JsonObject>;
  /** All dist-tags from now on. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What writes into one repository directly. */
export interface PublishingUseCases {
  /**
   * Stores bytes on their way to be published. When the source fails nothing is left of them.
   * @throws TOO_LARGE over `maxSize` bytes (default 5 GB); the source's own error
   */
  stageAsset(source: ReadableStream<Uint8Array>, options?: { readonly maxSize?: number }): Promise<StagedBytes>;
  /** Removes staged bytes that will not be published. */
  discardStagedAssets(assets: readonly StagedBytes[]): Promise<void>;
  /**
   * Publishes one version, whole, directly into the repository (section 13), with its dist-tags. The same bytes again succeed and
   * change nothing (B1).
   * @throws REPOSITORY_NOT_FOUND, ALREADY_EXISTS (B1, B2, B4, B5), ACCESS_DENIED (B6), INVALID_ARGUMENT, CONFLICT
   */
  publishPackageVersion(input: PublishPackageVersionInput): Promise<PublishedPackageVersion>;
  /** `undefined` when the repository stores nothing of the package. @throws REPOSITORY_NOT_FOUND */
  describeHeldPackage(repository: string, coordinate: PackageCoordinate): Promise<HeldPackage | undefined>;
  /**
   * Changes tags, manifests and the list of versions of a package in this repository alone, all at once.
   * @param plan pure, called again when somebody else has changed the package meanwhile; what it throws is passed on
   * @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND, INVALID_ARGUMENT, CONFLICT
   */
  editPackage(
    repository: string,
    coordinate: PackageCoordinate,
    plan: (held: HeldPackage) => PackageEdit,
  ): Promise<void>;
}
