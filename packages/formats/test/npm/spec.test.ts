import { describe, expect, test } from "vitest";
import { npmName } from "../../src/npm/names.ts";
import { parseNpmSpec } from "../../src/npm/spec.ts";

describe("a spec", () => {
  test.each([
    ["express", "express", "*"],
    ["express@", "express", "*"],
    ["express@^4", "express", "^4"],
    ["express@>=4 <5", "express", ">=4 <5"],
    ["express@4.18.2", "express", "4.18.2"],
    ["@types/node", "@types/node", "*"],
    ["@types/node@next", "@types/node", "next"],
    ["@types/node@^22 || ^24", "@types/node", "^22 || ^24"],
  ])("%s is a package and what is wanted of it", (text, name, wanted) => {
    const spec = parseNpmSpec(text);
    expect([npmName(spec.coordinate), spec.wanted]).toEqual([name, wanted]);
  });

  test.each([
    "express@npm:other@1",
    "express@https://example.com/x.tgz",
    "express@file:../x",
    "express@git+ssh://x",
    "express@not a tag",
  ])("%s names nothing that a repository has", (text) => {
    expect(() => parseNpmSpec(text)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  test.each(["", "@", "../x", "@types"])("%j has no valid name", (text) => {
    expect(() => parseNpmSpec(text)).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
  });
});
