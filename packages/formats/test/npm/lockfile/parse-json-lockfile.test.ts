import { expect, test } from "vitest";
import { parseJsonLockfile } from "../../../src/npm/lockfile/parse-json-lockfile.ts";

test("plain JSON must be JSON: only the other dialect has comments and trailing commas", () => {
  const text = '{ "a": 1, /* b */ }';
  expect(() => parseJsonLockfile(text, "package-lock.json")).toThrow(
    "package-lock.json:1: the lockfile cannot be read",
  );
  expect(parseJsonLockfile(text, "bun.lock", "jsonc")).toEqual({ a: 1 });
});

test("a byte order mark is no part of the JSON, and a list is no lockfile", () => {
  expect(parseJsonLockfile('\uFEFF{"a":1}', "package-lock.json")).toEqual({ a: 1 });
  expect(() => parseJsonLockfile("[]", "package-lock.json")).toThrow("it is not a JSON object");
});

test.each([
  ["slashes", "/".repeat(100_000)],
  ["comments", "/**/".repeat(25_000)],
])("a long line of %s behind a comma is read at once", (_, comments) => {
  const started = performance.now();
  expect(parseJsonLockfile(`{ "a": 1, ${comments}\n "b": "x, // }" }`, "bun.lock", "jsonc")).toEqual({
    a: 1,
    b: "x, // }",
  });
  expect(parseJsonLockfile(`{ "a": 1, ${comments}\n }`, "bun.lock", "jsonc")).toEqual({ a: 1 });
  expect(performance.now() - started).toBeLessThan(2_000);
});
