import { expect, test } from "vitest";
import { requireGenericAssetName } from "../../src/asset/generic-asset-name.ts";

test.each([
  "tool.tar.gz",
  "Release notes, 2026.txt",
  "~!@^&()-_+[]{};,.",
  "naïve-ファイル-Ⅷ",
  "...",
  "٣",
  "a".repeat(255),
])("G3: %j is an asset name", (name) => {
  expect(requireGenericAssetName(name)).toBe(name);
});

test.each([
  ["", "empty"],
  [".", "no names"],
  ["..", "no names"],
  [" a", "begins or ends"],
  ["a ", "begins or ends"],
  ["a  b", "two blanks"],
  ["a/b", "character"],
  ["a\\b", "character"],
  ["a#b", "character"],
  ["a%b", "character"],
  ["a\tb", "character"],
  ["a\u0000b", "character"],
  ["a\u202eb", "character"],
  ["a\u0301", "character"],
  ["😀", "character"],
  ["a".repeat(256), "at most 255"],
])("A6, G3: %j is none", (name, why) => {
  expect(() => requireGenericAssetName(name)).toThrow(
    expect.objectContaining({ code: "INVALID_NAME", message: expect.stringContaining(why) as string }),
  );
});
