import { displayName } from "@headwater/resolver";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapedNpmName, npmName, parseNpmName } from "../../src/npm/names.ts";

describe("an npm name", () => {
  test.each([
    ["express", { format: "npm", name: "express" }],
    ["@types/node", { format: "npm", namespace: "types", name: "node" }],
    ["JSONStream", { format: "npm", name: "JSONStream" }],
    ["-", { format: "npm", name: "-" }],
    ["constructor", { format: "npm", name: "constructor" }],
    ["left.pad_2", { format: "npm", name: "left.pad_2" }],
  ])("%s is read as a package (Table 4: case is kept)", (text, coordinate) => {
    expect(parseNpmName(text)).toEqual(coordinate);
    expect(npmName(parseNpmName(text))).toBe(text);
  });

  test.each([
    ["", "greater than zero"],
    ["..", "start with a period"],
    ["../../etc/passwd", "`name` or `@scope/name`"],
    ["@../x", "start with a period"],
    ["@scope/..", "start with a period"],
    ["@scope/.hidden", "start with a period"],
    ["a\0b", "URL-friendly"],
    ["a%00b", "URL-friendly"],
    ["a b", "URL-friendly"],
    ["__proto__", "`__proto__`"],
    ["@scope/__proto__", "`__proto__`"],
    ["@__proto__/x", "`__proto__`"],
    ["@scope", "`name` or `@scope/name`"],
    ["@/x", "may be empty"],
    ["@scope/", "may be empty"],
    ["a/b", "`name` or `@scope/name`"],
    ["@a/b/c", "`name` or `@scope/name`"],
    ["node_modules", "blacklisted"],
    ["favicon.ico", "blacklisted"],
    ["a".repeat(300), "at most 214 characters"],
    [`@s/${"a".repeat(300)}`, "at most 214 characters"],
  ])("%j is refused, naming the rule", (text, rule) => {
    expect(() => parseNpmName(text)).toThrow(
      expect.objectContaining({ code: "INVALID_NAME", message: expect.stringContaining(rule) as unknown }),
    );
  });

  test("that is accepted is the same text again, and none of its parts leads out of a folder", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "Z", "0", "-", "_", ".", "~", "%", "@", "/", "\\", "\0"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, text, (scope, name) => {
        for (const tried of [name, `@${scope}/${name}`]) {
          const coordinate = acceptedOrUndefined(tried);
          if (coordinate === undefined) continue;
          expect(displayName(coordinate)).toBe(tried);
          expect(`${coordinate.namespace ?? "x"}/${coordinate.name}`).toMatch(
            /^[^./\\%\0][^/\\%\0]*\/[^./\\%\0][^/\\%\0]*$/,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("is one segment of a URL, its slash escaped as npm escapes it (N5)", () => {
    expect(escapedNpmName(parseNpmName("@types/node"))).toBe("@types%2fnode");
    expect(escapedNpmName(parseNpmName("express"))).toBe("express");
  });
});

function acceptedOrUndefined(text: string) {
  try {
    return parseNpmName(text);
  } catch {
    return undefined;
  }
}
