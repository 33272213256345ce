import { describe, expect, test } from "vitest";
import { parseVersionRevisions, parseVersionsOption } from "../../src/commands/versions-option.ts";

const invalid = expect.objectContaining({ code: "INVALID_ARGUMENT" }) as Error;

describe("--versions", () => {
  test.each([
    ["absent", undefined, [], undefined],
    ["words", true, ["1.0.0", "1.0.1"], ["1.0.0", "1.0.1"]],
    ["an equals sign", "1.0.0", ["1.0.1"], ["1.0.0", "1.0.1"]],
    ["a JSON list", true, ['["1.0.0","1.0.1"]'], ["1.0.0", "1.0.1"]],
    ["nothing behind it", true, [], []],
  ])("with %s", (_, flag, words, expected) => {
    expect(parseVersionsOption(flag, words)).toStrictEqual(expected);
  });

  test.each([
    ["a list that is no JSON", true, ["[1.0.0"]],
    ["a list of something else", true, ["[1]"]],
    ["words that stand alone", undefined, ["1.0.0"]],
  ])("refuses %s", (_, flag, words) => {
    expect(() => parseVersionsOption(flag, words)).toThrow(invalid);
  });
});

describe("--version-revisions", () => {
  test.each([
    ["absent", undefined, undefined],
    ["pairs", "1.0.0=abc,1.0.1=d=e=", { "1.0.0": "abc", "1.0.1": "d=e=" }],
    ["a JSON object", '{"1.0.0":"abc"}', { "1.0.0": "abc" }],
  ])("with %s", (_, text, expected) => {
    expect(parseVersionRevisions(text)).toStrictEqual(expected);
  });

  test.each(["1.0.0", "=abc", "1.0.0=abc,", '{"1.0.0":1}', "{"])("refuses %j", (text) => {
    expect(() => parseVersionRevisions(text)).toThrow(invalid);
  });

  test("a version named __proto__ is one like any other", () => {
    expect(Object.keys(parseVersionRevisions("__proto__=abc") ?? {})).toStrictEqual(["__proto__"]);
  });
});
