import { isHeadwaterError } from "@headwater/resolver";
import type { Clock } from "@headwater/resolver";
import { faultOf } from "./registry-errors.ts";

export interface RetryOptions {
  /** How often to try again. */
  readonly retries: number;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The first wait in milliseconds; each further one is four times as long. */
const FIRST_WAIT = 250;
/** A registry that cannot be reached fails within this time, so that an install without a network goes on. */
const CONNECT_PATIENCE = 2000;
/** A longer `retry-after` is not waited for: the client is told instead. */
const MAX_RETRY_AFTER = 10_000;

/**
 * Tries again what may well succeed the next time: connections that fail or break off, 429 and 5xx, with growing waits and as
 * long as the registry asks for. Timeouts are not tried again, for the wait was the patience.
 */
export async function withRetries<T>(attempt: () => Promise<T>, { retries, clock, sleep }: RetryOptions): Promise<T> {
  const started = clock.now();
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      const wait = failures < retries ? waitBefore(error, failures, clock.now() - started) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait);
    }
  }
}

/** How long to wait before the next try, `undefined` when there should be none. */
function waitBefore(error: unknown, failures: number, elapsed: number): number | undefined {
  const backoff = FIRST_WAIT * 4 ** failures;
  const fault = faultOf(error);
  if (fault === "broken") return backoff;
  if (fault === "connect") return elapsed + backoff <= CONNECT_PATIENCE ? backoff : undefined;
  if (!isHeadwaterError(error) || error.code !== "EXTERNAL_REGISTRY_FAILED") return undefined;

  const { status, retryAfter } = error.details;
  if (typeof status !== "number" || (status !== 429 && status < 500)) return undefined;
  if (typeof retryAfter !== "number") return backoff;
  return retryAfter <= MAX_RETRY_AFTER ? retryAfter : undefined;
}

/** A `retry-after` header in milliseconds from now: seconds or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*[0-9]{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
