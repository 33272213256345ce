import type { Page, PageRequest } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { listPages, sortedListing } from "../../src/commands/paging.ts";

const names = ["b", "a10", "a2", "c", "d"];
const asked: PageRequest[] = [];
/** Pages of at most two, their token the index at which they begin. */
const list = async (request: PageRequest): Promise<Page<string>> => {
  asked.push(request);
  const start = Number(request.nextToken ?? 0);
  const end = Math.min(start + Math.min(2, request.maxResults ?? 2), names.length);
  return { items: names.slice(start, end), ...(end < names.length ? { nextToken: String(end) } : {}) };
};

describe("a list", () => {
  test("is asked for to its end, and sorted as people sort", async () => {
    const listed = await listPages(list, { paginate: true });
    expect(listed).toMatchObject({ complete: true, items: names });
    expect(listed.nextToken).toBeUndefined();
    expect(sortedListing(listed, (name) => name)).toEqual(["a2", "a10", "b", "c", "d"]);
  });

  test("is one page, in its own order, when a page is asked for", async () => {
    for (const options of [{ paginate: false }, { paginate: true, maxResults: 2 }]) {
      const listed = await listPages(list, options);
      expect(listed).toMatchObject({ items: ["b", "a10"], nextToken: "2", complete: false });
      expect(sortedListing(listed, (name) => name)).toEqual(["b", "a10"]);
    }
    expect(await listPages(list, { paginate: true, nextToken: "4" })).toMatchObject({ items: ["d"], complete: false });
  });

  test("stops after so many, saying where the rest begins, and goes on from there", async () => {
    const first = await listPages(list, { paginate: true, maxItems: 3 });
    expect(first).toMatchObject({ items: ["b", "a10", "a2"], nextToken: "3", complete: false });
    expect(await listPages(list, { paginate: true, startingToken: "3" })).toMatchObject({
      items: ["c", "d"],
      complete: false,
    });
    await expect(listPages(list, { paginate: true, maxItems: 0 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("is asked for in the largest pages that there are (L12)", async () => {
    asked.length = 0;
    await listPages(list, { paginate: true });
    expect(new Set(asked.map(({ maxResults }) => maxResults))).toEqual(new Set([1000]));
  });
});
