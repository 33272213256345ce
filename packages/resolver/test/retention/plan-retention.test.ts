import { describe, expect, test } from "vitest";
import { type FoundAt, planRetention } from "../../src/retention/plan-retention.ts";

/** After a fetch through A (A -> B -> C, C has the connection): who keeps a new reference. */
const TABLE_2: readonly (readonly [string, FoundAt, readonly string[]])[] = [
  ["in A", { type: "repository", repository: "A" }, []],
  ["in B", { type: "repository", repository: "B" }, ["A"]],
  ["in C", { type: "repository", repository: "C" }, ["A"]],
  ["in npmjs via C", { type: "external", repository: "C" }, ["C", "A"]],
];

describe("K1, K2, K3: Table 2, who keeps a reference after a fetch through A", () => {
  test.each(TABLE_2)("found %s", (_, found, keepers) => {
    expect(planRetention("A", found)).toStrictEqual(keepers);
  });
});

test("K3: a requested repository with the connection itself keeps one reference", () => {
  expect(planRetention("C", { type: "external", repository: "C" })).toStrictEqual(["C"]);
});
