import { expect, test } from "vitest";
import { createByteBoundedMap } from "../../src/npm/byte-bounded-map.ts";

test("a byte-bounded map loses what was used longest ago", () => {
  const map = createByteBoundedMap<string>(10);
  map.set("a", "A", 4);
  map.set("b", "B", 4);
  expect(map.get("a")).toBe("A");
  map.set("c", "C", 4);
  expect(map.get("b")).toBeUndefined();
  expect([map.get("a"), map.get("c")]).toEqual(["A", "C"]);
});

test("it counts a replaced entry once and keeps none that is larger than itself", () => {
  const map = createByteBoundedMap<string>(10);
  map.set("a", "A", 4);
  map.set("b", "B", 6);
  map.set("a", "A2", 4);
  expect([map.get("a"), map.get("b")]).toEqual(["A2", "B"]);
  map.set("huge", "H", 11);
  expect(map.get("huge")).toBeUndefined();
  expect([map.get("a"), map.get("b")]).toEqual(["A2", "B"]);
  map.set("a", "A3", 11);
  expect(map.get("a")).toBeUndefined();
});
