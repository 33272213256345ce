import { assert, json, property } from "fast-check";
import { expect, test } from "vitest";
import { jsonPath, jsonTextPlaces } from "../../../src/npm/lockfile/json-text-places.ts";

test("every text that is a value is found at its path, keys and other scalars are not", () => {
  const text =
    '\uFEFF{ "a": ["x", 1, { "b\\"": "y" }], // "no"\n "c": { "c": "z", }, /* "no" */ "d": null, "e": "\\u0041" }';
  const found = [...jsonTextPlaces(text)].map(([path, { start, end }]) => [path, text.slice(start, end)]);
  expect(found).toEqual([
    [jsonPath("a", 0), '"x"'],
    [jsonPath("a", 2, 'b"'), '"y"'],
    [jsonPath("c", "c"), '"z"'],
    [jsonPath("e"), '"\\u0041"'],
  ]);
});

/** What a parser finds, by path. */
function texts(value: unknown, path: readonly (string | number)[] = []): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[jsonPath(...path), value]];
  if (Array.isArray(value)) return value.flatMap((each, index) => texts(each, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => texts(each, [...path, key]));
}

test("of any JSON the places hold what a parser reads there", () => {
  assert(
    property(json(), (document) => {
      const value: unknown = JSON.parse(document);
      if (typeof value !== "object") return;
      for (const space of [undefined, 2]) {
        const text = JSON.stringify(value, undefined, space);
        const found = [...jsonTextPlaces(text)].map(
          ([path, { start, end }]) => [path, JSON.parse(text.slice(start, end)) as string] as const,
        );
        expect(new Map(found)).toEqual(new Map(texts(value)));
      }
    }),
  );
});
