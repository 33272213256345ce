import { describe, expect, test } from "vitest";
import {
  type TagPrecedenceRules,
  parseTagPattern,
  parseTagPrecedenceRules,
  tagPrecedenceOf,
} from "../../src/dist-tag/tag-precedence.ts";

describe("whose dist-tags win for a package", () => {
  const rules: TagPrecedenceRules = {
    "*": "semver",
    "@acme/*": "local",
    "@acme/ui-*": "semver",
    "@acme/ui-old": "upstream",
  };

  test.each([
    ["lodash", "semver"],
    ["@acme/api", "local"],
    ["@acme/ui-kit", "semver"],
    ["@acme/ui-old", "upstream"],
    ["@acme/ui-old-too", "semver"],
  ] as const)("of %s: %s, by the whole name or else the longest beginning", (name, expected) => {
    expect(tagPrecedenceOf(rules, name)).toBe(expected);
  });

  test("T2: is the upstream where no rule fits, and where there are none", () => {
    expect(tagPrecedenceOf({ "@acme/*": "local" }, "lodash")).toBe("upstream");
    expect(tagPrecedenceOf(undefined, "lodash")).toBe("upstream");
  });

  test("is never read off the prototype of the rules", () => {
    expect(tagPrecedenceOf({}, "constructor")).toBe("upstream");
  });
});

describe("a pattern of package names", () => {
  test.each(["*", "lodash", "@acme/*", "ui-*", "@acme/ui"])("%s is one", (pattern) => {
    expect(parseTagPattern(pattern)).toBe(pattern);
  });

  test.each(["", "a*b", "**", "*-ui", "a b", "a\n"])("%j is none", (pattern) => {
    expect(() => parseTagPattern(pattern)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }) as Error);
  });
});

test("rules are stored in one order, whatever order they were given in", () => {
  const parsed = parseTagPrecedenceRules({ b: "local", a: "semver" });
  expect(Object.keys(parsed)).toStrictEqual(["a", "b"]);
});

test("a rule that is none of the three is refused with those that there are", () => {
  expect(() => parseTagPrecedenceRules({ a: "mine" })).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT", hint: "Use one of: upstream, local, semver." }) as Error,
  );
});
