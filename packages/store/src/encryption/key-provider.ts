/** Facts that are authenticated together with a wrapped key, not secret; AWS KMS calls them the encryption context. */
export type KeyContext = Readonly<Record<string, string>>;

/**
 * The keeper of the domain key. It wraps and unwraps a few short keys when a domain is created or opened, and may do so
 * far away (a key management service): the domain key itself need never come to this machine.
 */
export interface KeyProvider {
  /** Absolute path of the file that holds the key, when one does: a store refuses a key inside its own folders. */
  readonly keyFile?: string;
  /** Where the key is, for messages, e.g. `the key file /home/u/.config/headwater/keys/acme`. Never the key. */
  describe(): string;
  /**
   * Makes the key when there is none yet. Called only while a domain is being created, never for one that exists; two
   * callers at the same instant get the same key. @throws KEY_NOT_FOUND when this provider cannot make one, KEY_WRONG
   */
  prepare(): Promise<void>;
  /** @throws KEY_NOT_FOUND, KEY_WRONG (not a key at all) */
  wrap(plain: Uint8Array, context: KeyContext): Promise<Uint8Array>;
  /** @throws KEY_WRONG when the bytes were not wrapped by this key with this context, KEY_NOT_FOUND */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}
