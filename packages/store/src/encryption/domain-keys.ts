import { type KeyObject, createSecretKey, hkdfSync, randomBytes } from "node:crypto";

export const KEY_BYTES = 32;

/**
 * The keys that a domain's data is under. They exist unwrapped only in memory, as key objects: those do not show their
 * bytes when printed, and OpenSSL takes them several times faster than bytes.
 */
export interface DomainKeys {
  /** Hashes the names in stored keys; never changed, because that would move every record. */
  readonly address: KeyObject;
  /** Number → key. Everything encrypted says which number it is under. */
  readonly data: ReadonlyMap<number, KeyObject>;
  /** The number that new data goes under; always one of `data`. */
  readonly currentDataKey: number;
}

/** The keys of a new domain: an address key and data key 1. */
export function makeDomainKeys(): DomainKeys {
  const makeKey = (): KeyObject => createSecretKey(randomBytes(KEY_BYTES));
  return { address: makeKey(), data: new Map([[1, makeKey()]]), currentDataKey: 1 };
}

/** The data key that new data goes under. */
export function currentDataKey(keys: DomainKeys): KeyObject {
  const key = keys.data.get(keys.currentDataKey);
  if (key === undefined) throw new Error("The current data key is not among the data keys.");
  return key;
}

/** A key for one purpose, by HKDF-SHA-256: what is encrypted for one purpose can never pass for another. */
export function deriveKey(key: KeyObject, salt: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync("sha256", key, salt, purpose, KEY_BYTES)));
}
