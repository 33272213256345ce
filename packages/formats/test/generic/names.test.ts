import { describe, expect, test } from "vitest";
import { parseGenericName, parseGenericVersion } from "../../src/generic/names.ts";

describe("Table 4: a generic package", () => {
  test.each([
    ["acme", "tool"],
    ["Acme.Corp", "My-Tool_2"],
    ["名前", "outil@1"],
    ["n".repeat(255), "p".repeat(255)],
  ])("%j / %j is kept as it is written", (namespace, name) => {
    expect(parseGenericName(namespace, name)).toStrictEqual({ format: "generic", namespace, name });
  });

  test("G1: has a namespace", () => {
    expect(() => parseGenericName(undefined, "tool")).toThrow(
      expect.objectContaining({ code: "INVALID_NAME", details: expect.objectContaining({ rule: "G1" }) as object }),
    );
  });

  const BROKEN = ["", "a b", "a\tb", "a/b", "a#b", "../a", "a\u0000b", "a\u009bb", "a\u2028b", "x".repeat(256)];

  test.each(BROKEN)("cannot be named %j", (text) => {
    expect(() => parseGenericName("acme", text)).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
    expect(() => parseGenericName(text, "tool")).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
  });

  test.each(BROKEN)("cannot have the version %j", (text) => {
    expect(() => parseGenericVersion(text)).toThrow(expect.objectContaining({ code: "INVALID_VERSION" }));
  });

  test.each(["1.0.0", "2026-11-28", "main+a1b2c3", "v1", "1"])("may have the version %j", (text) => {
    expect(parseGenericVersion(text)).toBe(text);
  });
});
