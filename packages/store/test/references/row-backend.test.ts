import { describe, expect, it } from "vitest";
import { type StoredRow, createRowDigest } from "../../src/references/row-backend.ts";

function digestOf(...ranges: readonly (readonly StoredRow[])[]): string {
  const digest = createRowDigest();
  for (const rows of ranges) {
    for (const [key, value] of rows) digest.add(key, value);
    digest.endRange();
  }
  return digest.end();
}

describe("createRowDigest", () => {
  it("is equal for equal rows in equal ranges only", () => {
    const a: StoredRow = ["a", "1"];
    const b: StoredRow = ["b", "2"];
    const digests = [
      digestOf(),
      digestOf([]),
      digestOf([], []),
      digestOf([a], []),
      digestOf([], [a]),
      digestOf([a], [b]),
      digestOf([a, b]),
      digestOf([["a", "2"]]),
      digestOf([["b", "1"]]),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(digestOf([a], [b])).toBe(digestOf([["a", "1"]], [["b", "2"]]));
  });

  it("takes more rows than fit into one text at a time", () => {
    const rows = Array.from({ length: 3_000 }, (_, index): StoredRow => [`${index}`, "x".repeat(1_000)]);
    expect(digestOf(rows)).toBe(digestOf([...rows]));
    expect(digestOf(rows)).not.toBe(digestOf([...rows.slice(0, -1), ["2999", "y".repeat(1_000)]]));
  });
});
