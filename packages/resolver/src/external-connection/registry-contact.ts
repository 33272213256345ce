import type { HeadwaterError } from "../errors/headwater-error.ts";

/** How many questions must fail, none answered in between, before a registry counts as away. */
const FAILURES_IN_A_ROW = 2;

/** For how long, in milliseconds, a registry that could not be reached is left alone. */
export const REST_AFTER_FAILURE = 30_000;

/**
 * What this process knows about whether a registry answers. Stored metadata may be young while the registry has just
 * gone down; a list made from it would then offer versions that nobody can fetch. So metadata is trusted only while the
 * registry has answered this process not long ago. One failure may be one package's own (slow, broken off): it only makes
 * the next asker ask for itself. After {@link FAILURES_IN_A_ROW} without an answer between them the registry counts as
 * away, and nobody asks again for {@link REST_AFTER_FAILURE}.
 */
export interface RegistryContact {
  /**
   * Resolves when the question that is under way has been answered or has failed; never rejects. `undefined` when there is
   * none, so that the asker can begin one in the same turn.
   */
  settled(): Promise<void> | undefined;
  /** Has the registry answered within the last `freshness` milliseconds? */
  isConfirmed(now: number, freshness: number): boolean;
  /** The failure to repeat while the registry is left alone. */
  recentFailure(now: number): HeadwaterError | undefined;
  /** Runs a question to the registry, so that others may wait for how it ends. */
  during<T>(question: () => Promise<T>): Promise<T>;
  answered(now: number): void;
  failed(now: number, error: HeadwaterError): void;
}

export function createRegistryContact(): RegistryContact {
  let answeredAt: number | undefined;
  let failures = 0;
  let failure: { readonly at: number; readonly error: HeadwaterError } | undefined;
  let underWay: Promise<void> | undefined;
  return {
    settled: () => underWay,
    isConfirmed: (now, freshness) => answeredAt !== undefined && now - answeredAt < freshness,
    recentFailure: (now) =>
      failure !== undefined && now - failure.at < REST_AFTER_FAILURE ? failure.error : undefined,
    async during(question) {
      const { promise, resolve } = Promise.withResolvers<void>();
      underWay ??= promise;
      try {
        return await question();
      } finally {
        if (underWay === promise) underWay = undefined;
        resolve();
      }
    },
    answered(now) {
      answeredAt = now;
      failures = 0;
      failure = undefined;
    },
    failed(now, error) {
      answeredAt = undefined;
      failures += 1;
      if (failures >= FAILURES_IN_A_ROW) failure = { at: now, error };
    },
  };
}
