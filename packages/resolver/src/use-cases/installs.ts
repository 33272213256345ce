import type { AssetHashes } from "../asset/asset.ts";
import type { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageVersionCoordinate } from "../names/coordinate.ts";

/** A version that a client installed. */
export interface InstalledVersion {
  readonly coordinate: PackageVersionCoordinate;
  /** SRI from the client's lockfile. */
  readonly integrity?: string;
}

export interface RetainInstallOptions {
  /** Bytes that the client has in its own cache, by SRI; `undefined` on a miss. They are verified before use. */
  readonly cachedAsset?: (integrity: string) => Promise<ReadableStream<Uint8Array> | undefined>;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface RetainInstallReport {
  /** Newly referenced in the repository that was asked. */
  readonly retained: readonly PackageVersionCoordinate[];
  readonly alreadyHeld: readonly PackageVersionCoordinate[];
  /** The lockfile's integrity differs from the held revision; nothing was overwritten. */
  readonly mismatched: readonly {
    readonly coordinate: PackageVersionCoordinate;
    readonly held: string;
    readonly installed: string;
  }[];
  /** Status, origin controls or policy forbid it: an install that has these must fail. */
  readonly refused: readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[];
  /** Could not be fetched: reported, but a good install stays good. */
  readonly failed: readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[];
}

/** An asset that the domain holds. */
export interface HeldAsset {
  /** In bytes. */
  readonly size: number;
  readonly hashes: AssetHashes;
  /** All of it, verified. @throws ASSET_NOT_FOUND when a sweep has removed it meanwhile, STORE_CORRUPT */
  read(): Promise<Uint8Array>;
}

/** What is known of the versions of an install before it begins. */
export interface PreparedInstall {
  readonly refused: readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[];
  /** By `packageVersionPath`; versions that are in neither have to be asked for. */
  readonly held: ReadonlyMap<string, HeldAsset>;
}
