import { hkdfSync, randomBytes } from "node:crypto";

const KEY_BYTES = 32;

/** The keys that a domain's data is under. They exist unwrapped only in memory. */
export interface DomainKeys {
  /** Hashes the names in stored keys; never changed, because that would move every record. */
  readonly address: Uint8Array;
  /** Number → key. Everything encrypted says which number it is under. */
  readonly data: ReadonlyMap<number, Uint8Array>;
  /** The number that new data goes under. */
  readonly currentDataKey: number;
}

/** The keys of a new domain: an address key and data key 1. */
export function makeDomainKeys(): DomainKeys {
  return { address: randomBytes(KEY_BYTES), data: new Map([[1, randomBytes(KEY_BYTES)]]), currentDataKey: 1 };
}

/** A key for one purpose, by HKDF-SHA-256: what is encrypted for one purpose can never pass for another. */
export function deriveKey(key: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, salt, purpose, KEY_BYTES));
}
