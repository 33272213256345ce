import { expect, test } from "vitest";
import { alignColumns } from "../../src/print/columns.ts";

test("columns are as wide as their widest cell, and no line ends in blanks", () => {
  expect(
    alignColumns([
      ["a", "bb"],
      ["ccc", ""],
    ]),
  ).toBe("a    bb\nccc\n");
});

test("numbers stand at the right, under one another", () => {
  expect(
    alignColumns(
      [
        ["REPOSITORY", "VERSIONS"],
        ["team", "7"],
        ["shared", "1200"],
      ],
      new Set([1]),
    ),
  ).toBe("REPOSITORY  VERSIONS\nteam               7\nshared          1200\n");
});
