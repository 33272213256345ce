import { describe, expect, test } from "vitest";
import { parseRepositoryName } from "../../src/names/repository-name.ts";

describe("a repository's name", () => {
  test.each(["ab", "npm-store", "Team_1", "a.b", "0x", "r".repeat(100)])("R1: %s is valid", (name) => {
    expect(parseRepositoryName(name)).toBe(name);
  });

  test.each([
    ["one character", "a"],
    ["101 characters", "r".repeat(101)],
    ["a dot first", ".hidden"],
    ["two dots", "a..b"],
    ["a slash", "a/b"],
    ["a NUL", "a\0b"],
    ["a leading underscore", "__proto__"],
    ["a space", "a b"],
    ["nothing", ""],
  ])("R1: a name with %s is refused", (_, name) => {
    expect(() => parseRepositoryName(name)).toThrow(
      expect.objectContaining({ code: "INVALID_NAME", details: { rule: "R1", value: name } }),
    );
  });

  test("a refused name is not printed raw, nor at full length", () => {
    const name = `\u001b[31m${"x".repeat(300)}`;
    expect(() => parseRepositoryName(name)).toThrow(/^The repository name "\\u001b\[31mx{100,120}" is not valid\.$/);
  });
});
