import type { JsonValue } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { asJsonObject, isNestedDeeperThan, ownMember, ownObject, ownText } from "../../src/npm/json-object.ts";

describe("JSON from outside", () => {
  test("is an object or nothing", () => {
    expect(asJsonObject({ a: 1 })).toEqual({ a: 1 });
    for (const other of [null, [], "text", 1, true, undefined]) expect(asJsonObject(other)).toBeUndefined();
  });

  test("has no members but its own", () => {
    expect(ownMember({}, "constructor")).toBeUndefined();
    expect(ownMember({}, "__proto__")).toBeUndefined();
    expect(ownText({ name: 1 }, "name")).toBeUndefined();
    expect(ownText({ name: "express" }, "name")).toBe("express");
    expect(ownObject({ dist: [] }, "dist")).toBeUndefined();
    expect(ownObject({ dist: { tarball: "x" } }, "dist")).toEqual({ tarball: "x" });
  });

  test("is measured no deeper than the limit, however deep it is", () => {
    const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as JsonValue;
    expect(isNestedDeeperThan(nested(100), 100)).toBe(false);
    expect(isNestedDeeperThan(nested(101), 100)).toBe(true);
    expect(isNestedDeeperThan(nested(1_000_000), 100)).toBe(true);
  });
});
