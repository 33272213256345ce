/** The part of `fetch` that the external registry needs; undici's, the runtime's and a host's own all fit. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array;
  /** Redirects are followed by us, so that credentials stay where they belong. */
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

/** Content encodings are taken off the body already. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}
