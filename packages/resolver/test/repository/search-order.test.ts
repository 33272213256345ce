import { describe, expect, test } from "vitest";
import type { Repository } from "../../src/repository/repository.ts";
import { searchOrder } from "../../src/repository/search-order.ts";

const graph = (upstreams: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, Repository> =>
  new Map(
    Object.entries(upstreams).map(([name, each]) => [
      name,
      { name, administratorAccount: "111122223333", upstreams: each, createdTime: 0 },
    ]),
  );
const order = (requested: string, upstreams: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  searchOrder(requested, graph(upstreams)).repositories.map(({ name }) => name);

describe("the order of search", () => {
  test("S1, S3: the worked example is searched depth-first: my_repo, A, C, D, E, B", () => {
    const upstreams = { my_repo: ["A", "B"], A: ["C", "D"], B: [], C: [], D: ["E"], E: [] };
    expect(order("my_repo", upstreams)).toStrictEqual(["my_repo", "A", "C", "D", "E", "B"]);
  });

  test("U4: the order of the list is the order of priority", () => {
    expect(order("r", { r: ["b", "a"], a: [], b: [] })).toStrictEqual(["r", "b", "a"]);
  });

  test("U6: in a diamond each repository is visited once, at its first position", () => {
    expect(order("r", { r: ["a", "b"], a: ["shared"], b: ["shared"], shared: ["store"], store: [] })).toStrictEqual([
      "r",
      "a",
      "shared",
      "store",
      "b",
    ]);
  });

  test("R8: an upstream that no longer exists is passed over", () => {
    expect(order("r", { r: ["gone", "a"], a: [] })).toStrictEqual(["r", "a"]);
  });

  test("a loop that has come into a store all the same ends", () => {
    expect(order("a", { a: ["b"], b: ["c"], c: ["a"] })).toStrictEqual(["a", "b", "c"]);
  });
});

describe("the limit of search", () => {
  const chain = (length: number): Record<string, readonly string[]> =>
    Object.fromEntries(
      Array.from({ length: length + 1 }, (_, index) => [`r${index}`, index === length ? [] : [`r${index + 1}`]]),
    );

  test("U2, U7: of a chain of 30 upstreams the first 25 are searched beside the requested repository, and the order says so", () => {
    const found = searchOrder("r0", graph(chain(30)));
    expect(found.repositories.map(({ name }) => name)).toStrictEqual(
      Array.from({ length: 26 }, (_, index) => `r${index}`),
    );
    expect(found.truncated).toBe(true);
  });

  test("U2, U7: a chain of exactly 25 upstreams is searched whole", () => {
    const found = searchOrder("r0", graph(chain(25)));
    expect(found.repositories).toHaveLength(26);
    expect(found.truncated).toBe(false);
  });

  test("U2: paths that lead to repositories already searched, or to none, do not count as more", () => {
    const upstreams = { ...chain(25), r24: ["r25", "r3", "gone"] };
    expect(searchOrder("r0", graph(upstreams)).truncated).toBe(false);
  });

  test("U2: in a wide graph the 25 nearest in depth-first order are searched", () => {
    const wide: Record<string, readonly string[]> = { r: ["a", "b", "c"] };
    for (const letter of ["a", "b", "c"]) {
      wide[letter] = Array.from({ length: 10 }, (_, index) => `${letter}${index}`);
      for (const leaf of wide[letter]) wide[leaf] = [];
    }
    const names = order("r", wide);
    expect(names).toHaveLength(26);
    expect(names.slice(0, 3)).toStrictEqual(["r", "a", "a0"]);
    expect(names.slice(-3)).toStrictEqual(["c", "c0", "c1"]);
  });
});
