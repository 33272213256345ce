import { expect, test } from "vitest";
import { canonicalJson } from "../../src/asset/canonical-json.ts";

test("keys stand in code-unit order at every depth, without white space", () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], B: "x", a: { d: true, c: 1.5 } })).toBe(
    '{"B":"x","a":{"c":1.5,"d":true},"b":[{"a":null,"z":1}]}',
  );
});

test("the order of a list is kept, and strings are escaped as JSON does", () => {
  expect(canonicalJson(["b", "a", 'quote " and \n'])).toBe('["b","a","quote \\" and \\n"]');
});

test("a field named __proto__ counts like any other", () => {
  const object = JSON.parse('{"b":1,"__proto__":{"x":1}}') as { b: number };
  expect(canonicalJson(object)).toBe('{"__proto__":{"x":1},"b":1}');
});
