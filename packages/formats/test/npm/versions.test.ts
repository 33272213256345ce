import { describe, expect, test } from "vitest";
import { isNpmVersion } from "../../src/npm/versions.ts";

describe("a version of an npm package", () => {
  test.each(["1.0.0", "1.0.0-rc.1", "1.0.0+build.5", "1.0.0beta", "0.0.1-alpha-2", "2024.1.31"])(
    "%s is one",
    (text) => {
      expect(isNpmVersion(text)).toBe(true);
    },
  );

  test.each([
    "",
    "1",
    "1.0",
    "v1.0.0",
    "latest",
    "^1.0.0",
    " 1.0.0",
    "1.0.0\n",
    "1.0.0/../..",
    "1.0.0%00",
    "__proto__",
    `1.0.0-${"a".repeat(260)}`,
  ])("%j is none", (text) => {
    expect(isNpmVersion(text)).toBe(false);
  });
});
