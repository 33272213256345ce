import { expect, test } from "vitest";
import { printBytes } from "../../src/print/bytes.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [1_449_000, "1.4 MB"],
  [3e15, "3.0 PB"],
  [5e18, "5000.0 PB"],
])("%d bytes are %s", (bytes, text) => {
  expect(printBytes(bytes)).toBe(text);
});
