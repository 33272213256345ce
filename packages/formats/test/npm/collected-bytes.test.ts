import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { createCollectedBytes } from "../../src/npm/collected-bytes.ts";

test("what is collected is what came, in its order, whatever the sizes of the pieces", () => {
  assert(
    property(array(integer({ min: 0, max: 150_000 }), { maxLength: 6 }), (sizes) => {
      const pieces = sizes.map((size, index) => Buffer.alloc(size, index + 1));
      const collected = createCollectedBytes();
      for (const piece of pieces) collected.add(piece);
      const expected = Buffer.concat(pieces);
      return collected.size === expected.byteLength && collected.whole().equals(expected);
    }),
    { numRuns: 50 },
  );
});

test("a piece that is written over afterwards does not matter", () => {
  const collected = createCollectedBytes();
  const piece = Buffer.from("kept");
  collected.add(piece);
  piece.fill("x");
  expect(collected.whole().toString()).toBe("kept");
});

test("a million pieces of one byte take a few megabytes", () => {
  const collected = createCollectedBytes();
  const one = Buffer.from("x");
  const before = process.memoryUsage();
  for (let index = 0; index < 1_000_000; index += 1) collected.add(one);
  const after = process.memoryUsage();
  expect(collected.size).toBe(1_000_000);
  expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(50 * 1024 * 1024);
});
