import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { parsePackument, publishedTimeOf } from "../../../src/npm/packument/parse.ts";
import { buildManifest, buildPackument, publishedAt } from "../packument-builder.ts";

const express = parseNpmName("express");
const parse = (text: string) => parsePackument(express, Buffer.from(text));

describe("a packument from outside", () => {
  test("is read with every field", () => {
    const manifests = [buildManifest("express", "1.0.0"), buildManifest("express", "1.0.0beta")];
    const packument = parse(
      JSON.stringify(buildPackument("express", manifests, { readme: "# express", users: { me: true } })),
    );
    expect(packument.fields).toEqual({
      _id: "express",
      _rev: "1-abc",
      name: "express",
      readme: "# express",
      users: { me: true },
    });
    expect(packument.tags).toEqual({ latest: "1.0.0beta" });
    expect([...packument.versions]).toEqual([
      ["1.0.0", manifests[0]],
      ["1.0.0beta", manifests[1]],
    ]);
    expect(publishedTimeOf(packument, "1.0.0")).toBe(Date.parse(publishedAt(0)));
  });

  test.each([
    ["<html>login</html>", "not JSON"],
    ["", "not JSON"],
    ["[]", "not a JSON object"],
    ["null", "not a JSON object"],
    ['"express"', "not a JSON object"],
    ["{}", "describes null"],
    ['{"name":"other"}', 'describes "other"'],
    ['{"name":{"toString":1}}', "describes null"],
  ])("%s is refused as no packument", (text, what) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: "EXTERNAL_REGISTRY_INVALID_ANSWER",
        message: expect.stringContaining(what) as unknown,
      }),
    );
  });

  test("whose package was unpublished has no versions", () => {
    const packument = parse('{"name":"express","time":{"unpublished":{"time":"2024-01-01T00:00:00.000Z"}}}');
    expect([packument.versions.size, packument.tags]).toEqual([0, {}]);
  });

  test("loses what is no version, no manifest and no dist-tag", () => {
    const packument = parse(
      JSON.stringify({
        name: "express",
        versions: { "1.0.0": {}, "1.0.1": null, "1.0.2": [], "../../x": {}, latest: {} },
        "dist-tags": { latest: "1.0.0", odd: 1, list: ["1.0.0"] },
        time: "yesterday",
      }),
    );
    expect([[...packument.versions.keys()], packument.tags, packument.time]).toEqual([
      ["1.0.0"],
      { latest: "1.0.0" },
      {},
    ]);
  });

  test("cannot reach a prototype through __proto__", () => {
    const packument = parse(
      '{"name":"express","__proto__":{"polluted":1},"versions":{"__proto__":{"polluted":1},"1.0.0":{"__proto__":{"polluted":1},"name":"express"}},' +
        '"dist-tags":{"__proto__":"1.0.0","latest":"1.0.0"},"time":{"__proto__":{"polluted":1}}}',
    );
    expect(Object.keys(packument.fields)).toEqual(["name"]);
    expect(Object.keys(packument.tags)).toEqual(["latest"]);
    expect([...packument.versions.keys()]).toEqual(["1.0.0"]);
    expect(Object.keys(packument.time)).toEqual([]);
    expect(Object.getPrototypeOf(packument.versions.get("1.0.0"))).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  test("tells no publish time that is no time (F6)", () => {
    const packument = parse('{"name":"express","time":{"1.0.0":"soon","1.0.1":7}}');
    expect(["1.0.0", "1.0.1", "1.0.2", "constructor"].map((version) => publishedTimeOf(packument, version))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
