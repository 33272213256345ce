import { HeadwaterError, type Page, type PageRequest } from "@headwater/resolver";

/** How much of a list is wanted: the options of the AWS command line, as numbers. */
export interface PagingOptions {
  /** One page of at most so many; turns automatic paging off, as the AWS command line does. */
  readonly maxResults?: number | undefined;
  /** Where one page begins; likewise. */
  readonly nextToken?: string | undefined;
  /** False: the first page only. */
  readonly paginate: boolean;
  /** Stop after so many in all; the answer then carries a `NextToken`. */
  readonly maxItems?: number | undefined;
  /** Where to begin, while still going on to the end. */
  readonly startingToken?: string | undefined;
}

type Item<P extends Page<unknown>> = P["items"][number];

export interface Listing<P extends Page<unknown>> {
  readonly items: readonly Item<P>[];
  /** The first page, for members that stand beside the list. */
  readonly first: P;
  /** Where the rest begins, when there is a rest. */
  readonly nextToken?: string;
  /** True when this is the whole list, so that it may be sorted. */
  readonly complete: boolean;
}

/** Pages are asked for in the largest size that the service model allows (L12). */
const LARGEST_PAGE = 1000;

/** Asks for one page, or for all of them. */
export async function listPages<P extends Page<unknown>>(
  list: (page: PageRequest) => Promise<P>,
  options: PagingOptions,
): Promise<Listing<P>> {
  const { maxResults, nextToken, paginate, maxItems, startingToken } = options;
  if (maxItems === 0)
    throw new HeadwaterError("INVALID_ARGUMENT", "--max-items is 0.", { hint: "Ask for at least one item." });
  if (maxResults !== undefined || nextToken !== undefined || !paginate) {
    const first = await list({
      ...(maxResults === undefined ? {} : { maxResults }),
      ...tokenMember(nextToken ?? startingToken),
    });
    return listing(first, first.items, first.nextToken, nextToken === undefined);
  }
  let page = await list({
    maxResults: Math.min(LARGEST_PAGE, maxItems ?? LARGEST_PAGE),
    ...tokenMember(startingToken),
  });
  const first = page;
  const items: Item<P>[] = [...page.items];
  while (page.nextToken !== undefined && items.length < (maxItems ?? Infinity)) {
    const maxPage = Math.min(LARGEST_PAGE, (maxItems ?? Infinity) - items.length);
    page = await list({ maxResults: maxPage, nextToken: page.nextToken });
    items.push(...page.items);
  }
  return listing(first, items, page.nextToken, startingToken === undefined);
}

function listing<P extends Page<unknown>>(
  first: P,
  items: readonly Item<P>[],
  nextToken: string | undefined,
  fromStart: boolean,
): Listing<P> {
  return { items, first, complete: fromStart && nextToken === undefined, ...tokenMember(nextToken) };
}

const tokenMember = (nextToken: string | undefined): { readonly nextToken?: string } =>
  nextToken === undefined ? {} : { nextToken };

/** By name as people sort: `a2` before `a10`, and never depending on the machine's language. */
const collator = new Intl.Collator("en", { numeric: true });

/** A whole list in the order of a name; a part of one stays as it came, so that parts can be put together. */
export function sortedListing<T>(
  listed: { readonly items: readonly T[]; readonly complete: boolean },
  nameOf: (item: T) => string,
): readonly T[] {
  return listed.complete
    ? listed.items.toSorted((one, other) => collator.compare(nameOf(one), nameOf(other)))
    : listed.items;
}
