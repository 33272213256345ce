import type { Format } from "@headwater/formats";
import { type HeadwaterError, type Notice, isHeadwaterError } from "@headwater/resolver";
import { exitCode } from "../exit-codes.ts";

/** Exit codes of what the outside and the store did wrong, as opposed to what was asked of them. */
const FAILURES: readonly number[] = [3, 4];

/** Formats as they were, and what their answers said about the outside. */
export interface OutsideWatch<F extends Format> {
  readonly formats: readonly F[];
  /** What was said first, and how many answers said something; `undefined` when all was well. */
  notice(): { readonly message: string; readonly count: number } | undefined;
}

/**
 * Notes every answer that came about without the public registry: those that carry a notice, and those that failed because
 * the registry did, or the store, or because the search ended before its end. Only npm shows notices and reasons to its
 * user; of the others one would learn a status at most.
 */
export function watchOutside<F extends Format>(formats: readonly F[]): OutsideWatch<F> {
  let first: string | undefined;
  let count = 0;
  const note = (message: string): void => {
    first ??= message;
    count += 1;
  };
  const watched = formats.map((format) => ({
    ...format,
    handle: async (request: Parameters<F["handle"]>[0]) => {
      try {
        const response = await format.handle(request);
        const text = response.headers.get("npm-notice");
        if (text !== null) note(text);
        return response;
      } catch (error) {
        if (isHeadwaterError(error) && !isUnaskedAudit(request.request))
          for (const message of outsideOf(error)) note(message);
        throw error;
      }
    },
  }));
  return { formats: watched, notice: () => (first === undefined ? undefined : { message: first, count }) };
}

/**
 * The audit that npm makes beside an install, of which npm says nothing when it fails: the install lacks nothing for it. One that
 * was asked for (`npm audit`) fails aloud.
 */
function isUnaskedAudit({ url, headers }: Request): boolean {
  const command = headers.get("npm-command") ?? "audit";
  return command !== "audit" && new URL(url).pathname.includes("/-/npm/v1/security/");
}

/** What a failure says about registry and store: its own message, or the notices of the search that it ends. */
function outsideOf({ code, message, hint, details }: HeadwaterError): readonly string[] {
  if (FAILURES.includes(exitCode(code))) return [hint === undefined ? message : `${message} ${hint}`];
  return ((details["notices"] ?? []) as readonly Notice[]).map((notice) => notice.message);
}
