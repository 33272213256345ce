import { expect, test } from "vitest";
import { alignColumns, printTable } from "../../src/print/table.ts";

test("columns are as wide as their widest cell, and no line ends in blanks", () => {
  expect(
    alignColumns([
      ["a", "bb"],
      ["ccc", ""],
    ]),
  ).toBe("a    bb\nccc\n");
});

test("the wrapper around one object is left out", () => {
  expect(printTable({ domain: { name: "acme", repositoryCount: 3 } })).toBe(
    "name             acme\nrepositoryCount  3\n",
  );
});

test("values beside a list stand above it, and an empty list says so", () => {
  expect(printTable({ format: "npm", versions: [] })).toBe("format  npm\n\nNo versions.\n");
});

test("a nested object is its values, a missing one a dash", () => {
  const versions = [{ version: "1.0.0", origin: { originType: "EXTERNAL" } }, { version: "2.0.0" }];
  expect(printTable({ versions })).toBe("VERSION  ORIGIN\n1.0.0    EXTERNAL\n2.0.0    -\n");
});
