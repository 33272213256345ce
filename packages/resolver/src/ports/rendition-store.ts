/** Bytes computed from records, kept until an input changes. */
export interface Rendition {
  /** Names every input that the bytes were computed from; another value means: compute anew. */
  readonly fingerprint: string;
  readonly bytes: Uint8Array;
}

/** What tells renditions apart: who asked for what, in which form. */
export interface RenditionKey {
  readonly repository: string;
  /** `{format}/{namespace}/{name}` */
  readonly package: string;
  /** The form, e.g. `full` or `abbreviated`. */
  readonly variant: string;
}

/**
 * A place for derived bytes. It may lose anything at any time and never makes a request fail: `get` gives `undefined`
 * for what is missing, damaged or unreadable, and `put` reports a failure by its result alone.
 */
export interface RenditionStore {
  get(key: RenditionKey): Promise<Rendition | undefined>;
  put(key: RenditionKey, rendition: Rendition): Promise<boolean>;
  /**
   * Removes what nobody has got or put during the last `age` milliseconds, give or take a day: so that requests write
   * nothing, a use is noted at most once a day. Gives how many there were and their bytes; a dry run only counts them.
   * @throws STORE_READ_ONLY, STORE_UNAVAILABLE
   */
  removeUnused(
    age: number,
    options?: { readonly dryRun?: boolean },
  ): Promise<{ readonly count: number; readonly bytes: number }>;
}
