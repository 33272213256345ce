import { describe, expect, test } from "vitest";
import type { Repository } from "../../src/repository/repository.ts";
import { findUpstreamCycle, validateUpstreams } from "../../src/repository/validate-upstreams.ts";

const graph = (upstreams: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, Repository> =>
  new Map(
    Object.entries(upstreams).map(([name, each]) => [
      name,
      { name, administratorAccount: "111122223333", upstreams: each, createdTime: 0 },
    ]),
  );
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `u${index}`);
const flat = (names: readonly string[]) => graph(Object.fromEntries(names.map((name) => [name, []])));

describe("an upstream list", () => {
  test("U1: ten upstreams are allowed, an eleventh is refused", () => {
    expect(() => validateUpstreams("r", numbered(10), flat(numbered(10)))).not.toThrow();
    expect(() => validateUpstreams("r", numbered(11), flat(numbered(11)))).toThrow(
      expect.objectContaining({
        code: "UPSTREAM_LIMIT_EXCEEDED",
        details: { rule: "U1", repository: "r", upstreams: 11, limit: 10 },
      }),
    );
  });

  test("U3: an upstream that this domain does not have is refused by name", () => {
    expect(() => validateUpstreams("r", ["a", "elsewhere"], flat(["a"]))).toThrow(
      expect.objectContaining({
        code: "REPOSITORY_NOT_FOUND",
        details: { rule: "U3", repository: "r", upstream: "elsewhere" },
      }),
    );
  });

  test("U6: a duplicate is refused", () => {
    expect(() => validateUpstreams("r", ["a", "b", "a"], flat(["a", "b"]))).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", details: { rule: "U6", repository: "r", upstream: "a" } }),
    );
  });

  test("U6: the repository itself is refused, also before it exists", () => {
    expect(() => validateUpstreams("r", ["r"], graph({}))).toThrow(
      expect.objectContaining({ code: "UPSTREAM_CYCLE", details: { rule: "U6", repository: "r", cycle: ["r", "r"] } }),
    );
  });

  test("U6: a loop over three repositories is refused and named in full", () => {
    expect(() => validateUpstreams("a", ["b"], graph({ a: [], b: ["c"], c: ["a"] }))).toThrow(/a -> b -> c -> a/);
  });

  test("U6: a diamond is no loop", () => {
    expect(() => validateUpstreams("r", ["a", "b"], graph({ a: ["s"], b: ["s"], s: [] }))).not.toThrow();
  });
});

test("U6: the loop that is found is the one through the repository, past dead ends", () => {
  const known = graph({ x: ["y"], y: [], b: ["y", "c"], c: ["r"] });
  expect(findUpstreamCycle("r", ["x", "b"], known)).toStrictEqual(["r", "b", "c", "r"]);
  expect(findUpstreamCycle("r", ["x"], known)).toBeUndefined();
});
