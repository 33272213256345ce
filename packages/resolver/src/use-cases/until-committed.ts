import { HeadwaterError } from "../errors/headwater-error.ts";
import type { CommitResult } from "../ports/reference-store.ts";

/** How often a change is tried again when somebody else changes the same thing at the same instant. */
const ATTEMPTS = 20;

/**
 * Reads, decides and commits, and begins anew while others come between.
 *
 * @param what plural, for the message: what is being changed
 * @throws CONFLICT when others come between all the time; what `attempt` throws
 */
export async function untilCommitted<T>(
  what: string,
  attempt: () => Promise<{ readonly result: CommitResult; readonly value: T }>,
): Promise<T> {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    const { result, value } = await attempt();
    if (result.committed) return value;
  }
  throw new HeadwaterError(
    "CONFLICT",
    `The ${what} of this domain are being changed by others all the time; nothing was written.`,
    { hint: "Try again." },
  );
}
