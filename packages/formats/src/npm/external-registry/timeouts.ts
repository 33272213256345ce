/** How long the registry may be silent, in milliseconds. */
export interface Timeouts {
  /** To accept a connection; only the default `fetch` can tell this phase apart. */
  readonly connect: number;
  /** From sending a request to the head of the answer. */
  readonly headers: number;
  /** Between two parts of a body. */
  readonly body: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, headers: 30_000, body: 30_000 };

/** For a registry that may be silent for so many milliseconds. A connection is accepted at once or never: more time helps nobody. */
export const timeoutsOf = (silence: number): Timeouts => ({
  connect: Math.min(silence, DEFAULT_TIMEOUTS.connect),
  headers: silence,
  body: silence,
});

/** Calls `expired` unless `promise` settles within the time. The promise's own outcome is what counts. */
export async function withTimeout<T>(promise: Promise<T>, milliseconds: number, expired: () => void): Promise<T> {
  const timer = setTimeout(expired, milliseconds);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
