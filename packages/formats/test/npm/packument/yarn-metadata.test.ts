import type { JsonObject } from "@headwater/resolver";
import { expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { parsePackument } from "../../../src/npm/packument/parse.ts";
import { yarnMetadata } from "../../../src/npm/packument/yarn-metadata.ts";
import { buildManifest, buildPackument, publishedAt } from "../packument-builder.ts";

function metadataOf(fields: JsonObject): JsonObject {
  const document = buildPackument("express", [buildManifest("express", "1.0.0", fields)], { readme: "# express" });
  return yarnMetadata(parsePackument(parseNpmName("express"), Buffer.from(JSON.stringify(document))));
}

test("Yarn's metadata is dist-tags, versions and every publish time, so that the age gate can count", () => {
  const metadata = metadataOf({});
  expect(Object.keys(metadata).toSorted()).toEqual(["dist-tags", "time", "versions"]);
  expect(metadata["time"]).toMatchObject({ "1.0.0": publishedAt(0) });
});

test("Yarn's metadata has of a version what Yarn resolves and links by, and the tarball's place", () => {
  const kept = {
    bin: { express: "cli.js" },
    scripts: { postinstall: "node build.js" },
    os: ["linux"],
    cpu: ["x64"],
    libc: ["glibc"],
    dependencies: { qs: "^6.0.0" },
    dependenciesMeta: { qs: { optional: true } },
    optionalDependencies: { qs: "^6.0.0" },
    peerDependencies: { react: "*" },
    peerDependenciesMeta: { react: { optional: true } },
    deprecated: "use 2",
  };
  const { versions } = metadataOf({ ...kept, engines: { node: ">=18" }, readme: "# long", _id: "x" });
  const manifest = (versions as Readonly<Record<string, JsonObject>>)["1.0.0"];
  expect(manifest).toMatchObject({ name: "express", ...kept });
  expect(Object.keys(manifest ?? {}).toSorted()).toEqual(["dist", "name", ...Object.keys(kept)].toSorted());
  expect(Object.keys((manifest?.["dist"] ?? {}) as JsonObject)).toEqual(["tarball"]);
});

test("a version without a tarball has no dist", () => {
  const packument = {
    fields: { name: "express" },
    tags: {},
    versions: new Map([["1.0.0", { name: "express" }]]),
    time: {},
  };
  expect(yarnMetadata(packument)["versions"]).toEqual({ "1.0.0": { name: "express" } });
});
