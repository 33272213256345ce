import type { AssetLocation } from "../asset/asset.ts";

/** Bytes on their way into the store. Nothing can be read before `finish`; after `abort` nothing is left behind. */
export interface AssetWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the bytes durable and readable. @throws STORE_FULL, STORE_READ_ONLY, STORE_UNAVAILABLE; then nothing is left behind */
  finish(): Promise<AssetLocation>;
  /** Idempotent; a no-op after `finish`. */
  abort(): Promise<void>;
}

export interface StoredAssetEntry {
  readonly location: AssetLocation;
  /** Milliseconds since the epoch of the last write. */
  readonly modifiedTime: number;
  /** Bytes on disk, encryption included. */
  readonly storedSize: number;
}

/**
 * Where bytes lie. A location is made anew by every write and never used twice, so a sweep that removes an old location
 * cannot touch bytes written since. Which location holds which digest is a record (`asset/…`) in the reference store.
 */
export interface AssetStore {
  create(): Promise<AssetWriter>;
  /**
   * The bytes, decrypted and authenticated frame by frame: no unverified byte is ever released; a damaged or missing
   * frame errors the stream with STORE_CORRUPT.
   * @throws ASSET_NOT_FOUND when nothing lies at the location
   */
  open(location: AssetLocation): Promise<ReadableStream<Uint8Array>>;
  /** The bytes whole; for documents. @throws ASSET_NOT_FOUND, STORE_CORRUPT */
  read(location: AssetLocation): Promise<Uint8Array>;
  /**
   * How many bytes `open` would give, told from how much is stored, without reading it; `undefined` when nothing lies there.
   * For what was cut short or added to it is another number than what was written.
   */
  sizeOf(location: AssetLocation): Promise<number | undefined>;
  /** Idempotent: removing what is not there is no error. */
  remove(location: AssetLocation): Promise<void>;
  /** Every location with bytes, in no order; writes in progress are not among them. */
  list(): AsyncIterable<StoredAssetEntry>;
  /** Removes leftovers of writers that died more than `olderThan` milliseconds ago; gives how many. A dry run only counts them. */
  removeAbandonedWrites(olderThan: number, options?: { readonly dryRun?: boolean }): Promise<number>;
}
