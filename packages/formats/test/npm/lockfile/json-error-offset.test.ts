import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonErrorOffset } from "../../../src/npm/lockfile/json-error-offset.ts";

test.each([
  ['{"a": ,}', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ["{\n  a: 1\n}", 4],
  ["[1 2]", 3],
  ['{"a": [1, {"b": tru}]}', 16],
  ["[1]]", 3],
  ['{"a": 1', 7],
  ['{"a": "b\n"}', 6],
  ["", 0],
])("%j stops being JSON at %i", (text, offset) => {
  expect(jsonErrorOffset(text)).toBe(offset);
});

test("what is JSON is so to its end", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("", " ", "\n"), (json, blank) => {
      expect(jsonErrorOffset(json + blank)).toBe(json.length + blank.length);
    }),
  );
});
