/** The four digests every asset carries, lower-case hex (A2). */
export interface AssetHashes {
  readonly MD5: string;
  readonly "SHA-1": string;
  readonly "SHA-256": string;
  readonly "SHA-512": string;
}

/** One file of a package version (A2, A3: npm has exactly one, `package.tgz`). `size` is in bytes. */
export interface AssetSummary {
  readonly name: string;
  readonly size: number;
  readonly hashes: AssetHashes;
}

/** Where an asset store keeps some bytes. Opaque; never reused for other bytes, so removing one harms no later write. */
export type AssetLocation = string;

/** The domain's one copy of some bytes, keyed by their SHA-512 (D5). */
export interface Asset {
  readonly size: number;
  readonly hashes: AssetHashes;
  readonly location: AssetLocation;
  readonly storedTime: number;
}
