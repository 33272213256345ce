import type { Format } from "@headwater/formats";
import { isHeadwaterError } from "@headwater/resolver";

/** Formats as they were, and what their answers said about the outside. */
export interface OutsideWatch<F extends Format> {
  readonly formats: readonly F[];
  /** What was said first, and how many answers said something; `undefined` when all was well. */
  notice(): { readonly message: string; readonly count: number } | undefined;
}

/**
 * Notes every answer that came about without the public registry: those that carry a notice, and those that failed because
 * it could not be reached. Only npm shows notices to its user; the others would be silent about stale lists.
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
        if (isHeadwaterError(error) && error.code === "EXTERNAL_REGISTRY_UNREACHABLE") note(error.message);
        throw error;
      }
    },
  }));
  return { formats: watched, notice: () => (first === undefined ? undefined : { message: first, count }) };
}
