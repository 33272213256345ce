import { HeadwaterError } from "../errors/headwater-error.ts";
import type { Page, PageRequest } from "./descriptions.ts";

/** The most a page may hold (L12). */
const MAX_RESULTS = 1000;

/** @throws INVALID_ARGUMENT outside 1–1000 */
export function pageSize(request: PageRequest, byDefault: number): number {
  const size = request.maxResults ?? byDefault;
  if (Number.isInteger(size) && size >= 1 && size <= MAX_RESULTS) return size;
  throw new HeadwaterError("INVALID_ARGUMENT", `A page cannot have ${size} results.`, {
    hint: `Ask for 1 to ${MAX_RESULTS}.`,
    details: { rule: "L12", maxResults: size },
  });
}

/** An opaque token without white space that says after which item the next page begins. */
export const makePageToken = (after: string): string => Buffer.from(`after ${after}`).toString("base64url");

/** @throws INVALID_ARGUMENT for a token that this operation did not give */
export function readPageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString();
  if (text.startsWith("after ")) return text.slice("after ".length);
  throw new HeadwaterError("INVALID_ARGUMENT", "The page token is not one that this operation gave.", {
    hint: "Leave nextToken out to begin at the first page.",
  });
}

/** One page of items that are sorted by their id; stable while items are added (each page begins after an id, not at a count). */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  request: PageRequest,
  byDefault: number,
): Page<T> {
  const size = pageSize(request, byDefault);
  const after = readPageToken(request.nextToken);
  const sorted = items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter((item) => idOf(item) > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return rest.length > size && last !== undefined
    ? { items: page, nextToken: makePageToken(idOf(last)) }
    : { items: page };
}
