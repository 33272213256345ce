import type { JsonObject } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { abbreviatedDocument } from "../../../src/npm/packument/abbreviate.ts";
import { parsePackument } from "../../../src/npm/packument/parse.ts";
import { buildManifest, buildPackument, publishedAt } from "../packument-builder.ts";

function abbreviated(fields: JsonObject) {
  const document = buildPackument("express", [buildManifest("express", "1.0.0", fields)], { readme: "# express" });
  const packument = parsePackument(parseNpmName("express"), Buffer.from(JSON.stringify(document)));
  return abbreviatedDocument(packument) as { readonly versions: Readonly<Record<string, JsonObject>> };
}

describe("the abbreviated packument", () => {
  test("has name, modified, dist-tags and versions only", () => {
    const document = abbreviated({});
    expect(Object.keys(document).toSorted()).toEqual(["dist-tags", "modified", "name", "versions"]);
    expect(document).toMatchObject({ name: "express", modified: publishedAt(1), "dist-tags": { latest: "1.0.0" } });
  });

  test("has of a version what an install needs, and dist whole", () => {
    const needed = {
      deprecated: "use 2",
      bin: { express: "cli.js" },
      cpu: ["x64"],
      os: ["linux"],
      libc: ["glibc"],
      engines: { node: ">=18" },
      _hasShrinkwrap: false,
      funding: { url: "https://example.com" },
      directories: {},
      dependencies: { a: "1" },
      devDependencies: { b: "1" },
      optionalDependencies: { c: "1" },
      peerDependencies: { d: "1" },
      peerDependenciesMeta: { d: { optional: true } },
      bundleDependencies: ["a"],
      acceptDependencies: { a: "2" },
      hasInstallScript: true,
      dist: { signatures: [{ keyid: "k", sig: "s" }], unpackedSize: 7 },
    };
    const { description: _, ...expected } = buildManifest("express", "1.0.0", needed);
    const version = abbreviated({
      ...needed,
      readme: "x",
      maintainers: [],
      _id: "express@1.0.0",
      scripts: { test: "t" },
      keywords: [],
    }).versions["1.0.0"];
    expect(version).toEqual(expected);
  });

  test.each([
    [{ scripts: { postinstall: "node x" } }, true],
    [{ scripts: { preinstall: "node x" } }, true],
    [{ scripts: { install: "node-gyp rebuild" } }, true],
    [{ scripts: { test: "x", postinstall: "" } }, undefined],
    [{ scripts: "x" }, undefined],
    [{}, undefined],
    [{ hasInstallScript: false, scripts: { install: "x" } }, undefined],
  ])("says hasInstallScript when scripts show it and the registry does not say: %j", (fields, expected) => {
    expect(abbreviated(fields as JsonObject).versions["1.0.0"]?.["hasInstallScript"]).toBe(expected);
  });
});
