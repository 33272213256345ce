import { expect, test } from "vitest";
import { printText } from "../../src/print/text.ts";

test("scalars stand on one line in the order of their names, lists of scalars one per line", () => {
  expect(printText({ package: "lib", format: "npm", tags: ["a", "b"] })).toBe("npm\tlib\nTAGS\ta\nTAGS\tb\n");
});

test("no value can break its line or its cell", () => {
  expect(printText({ summary: "one\n\ttwo", nothing: null })).toBe("None\tone two\n");
});
