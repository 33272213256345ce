import { describe, expect, test } from "vitest";
import { makePageToken, pageOf, pageSize, readPageToken } from "../../src/use-cases/page-token.ts";

describe("the size of a page", () => {
  test("L12: is the operation's own unless it is asked for", () => {
    expect(pageSize({}, 50)).toBe(50);
    expect(pageSize({ maxResults: 1 }, 50)).toBe(1);
    expect(pageSize({ maxResults: 1000 }, 50)).toBe(1000);
  });

  test.each([0, -1, 1001, 1.5, Number.NaN])("L12: cannot be %d", (maxResults) => {
    expect(() => pageSize({ maxResults }, 50)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("a page token", () => {
  test.each(["lodash", "@scope/name", "", "ünï cödé\n", "a".repeat(300)])(
    "is opaque, without white space, and leads back to %j",
    (after) => {
      const token = makePageToken(after);
      expect(token).toMatch(/^[\w-]+$/);
      expect(readPageToken(token)).toBe(after);
    },
  );

  test.each(["", "lodash", "bm90IG91cnM", "%00"])("that no operation gave is refused: %j", (token) => {
    expect(() => readPageToken(token)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  test("that is left out begins at the first page", () => {
    expect(readPageToken(undefined)).toBeUndefined();
  });
});

describe("pages", () => {
  const page = (items: readonly string[], maxResults: number, nextToken?: string) =>
    pageOf(items, (item) => item, nextToken === undefined ? { maxResults } : { maxResults, nextToken }, 50);

  test("are in the order of their ids; the last has no token", () => {
    const first = page(["d", "b", "a", "c"], 3);
    expect(first.items).toStrictEqual(["a", "b", "c"]);
    expect(page(["d", "b", "a", "c"], 3, first.nextToken)).toStrictEqual({ items: ["d"] });
    expect(page(["a", "b"], 2)).toStrictEqual({ items: ["a", "b"] });
    expect(page([], 2)).toStrictEqual({ items: [] });
  });

  test("L12: hold nothing twice and skip nothing when items are added and removed in between", () => {
    const { items, nextToken } = page(["b", "d", "f"], 2);
    expect(items).toStrictEqual(["b", "d"]);
    expect(page(["a", "b", "c", "d", "e", "f"], 2, nextToken).items).toStrictEqual(["e", "f"]);
    expect(page(["b", "f"], 2, nextToken).items).toStrictEqual(["f"]);
  });
});
