import { expect, test } from "vitest";
import { HELD_BACK_BYTES, createHeldBack } from "../../src/asset/held-back.ts";

const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

test("the last 64 KiB are held back", () => {
  expect(HELD_BACK_BYTES).toBe(65_536);
});

test("what is passed on and what is released are together what came in, in order", () => {
  const heldBack = createHeldBack(5);
  const passed = ["ab", "cdef", "g", "", "hijklmnop", "q"].map((chunk) => text(heldBack.push(Buffer.from(chunk))));
  expect(passed.join("") + text(heldBack.release())).toBe("abcdefghijklmnopq");
});

test("however the bytes are cut, at least the limit is kept until the release", () => {
  for (const size of [1, 2, 3, 7, 50]) {
    const heldBack = createHeldBack(10);
    let pushed = 0;
    let passed = 0;
    for (; pushed < 100; pushed += size) {
      for (const chunk of heldBack.push(Buffer.alloc(size))) passed += chunk.byteLength;
      expect(pushed + size - passed).toBeGreaterThanOrEqual(Math.min(10, pushed + size));
    }
  }
});

test("a body smaller than the limit is held back whole, and released once", () => {
  const heldBack = createHeldBack();
  expect(heldBack.push(Buffer.from("small"))).toStrictEqual([]);
  expect(text(heldBack.release())).toBe("small");
  expect(heldBack.release()).toStrictEqual([]);
});
