import type { JsonObject, PackageContents } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { fullDocument } from "../../../src/npm/packument/full.ts";
import { mergePackument } from "../../../src/npm/packument/merge.ts";
import { parsePackument } from "../../../src/npm/packument/parse.ts";
import { createMemoryNpmResolver, type KnownPackage } from "../memory-npm-resolver.ts";
import { DEFAULT_REGISTRY, buildManifest, buildPackument, publishedAt } from "../packument-builder.ts";

const connection = { name: "public:npmjs", url: DEFAULT_REGISTRY };
const express = parseNpmName("express");
/** A manifest as a revision keeps it. */
const heldManifest = (version: string, fields: JsonObject = {}): JsonObject =>
  buildManifest("express", version, fields, "");

async function merged(known: KnownPackage) {
  const resolver = createMemoryNpmResolver({ express: known }, connection);
  const contents: PackageContents = await (await resolver.viewPackage("team", express)).load();
  if (contents.external === undefined) return mergePackument(express, contents);
  const packument = parsePackument(express, await contents.external.document.load());
  return mergePackument(express, contents, { packument, owner: { connection, defaultRegistryUrl: DEFAULT_REGISTRY } });
}

describe("a merged packument", () => {
  test("keeps every field of the public registry's when nothing is held (L1, L2)", async () => {
    const manifests = ["1.0.0", "1.1.0"].map((version) =>
      buildManifest("express", version, {
        deprecated: "use 2",
        hasInstallScript: true,
        _npmUser: { name: "someone" },
        dist: { signatures: [{ keyid: "k", sig: "s" }], attestations: { provenance: { predicateType: "p" } } },
      }),
    );
    const document = buildPackument("express", manifests, {
      readme: "# express",
      maintainers: [{ name: "someone" }],
      users: { me: true },
    });
    const expected = JSON.parse(
      JSON.stringify(document).replaceAll(`"tarball":"${DEFAULT_REGISTRY}`, '"tarball":"'),
    ) as unknown;
    expect(fullDocument(await merged({ external: { document } }))).toEqual(expected);
  });

  test("lists held and public versions as one, in the registry's order, then held ones by semver (L2)", async () => {
    const document = buildPackument(
      "express",
      ["2.0.0", "1.0.0"].map((version) => buildManifest("express", version)),
    );
    const { versions } = await merged({
      external: { document },
      held: { "1.10.0": heldManifest("1.10.0"), "1.9.0": heldManifest("1.9.0") },
    });
    expect([...versions.keys()]).toEqual(["2.0.0", "1.0.0", "1.9.0", "1.10.0"]);
  });

  test("shows a held version as its revision says, whatever the registry says by now (L4)", async () => {
    const document = buildPackument("express", [
      buildManifest("express", "1.0.0", { description: "changed", deprecated: "bad" }),
    ]);
    const { versions } = await merged({
      external: { document },
      held: { "1.0.0": heldManifest("1.0.0", { description: "as retained" }) },
    });
    expect(versions.get("1.0.0")).toEqual(heldManifest("1.0.0", { description: "as retained" }));
  });

  test("shows none of the registry's versions that a repository hides, nor when they were published (L3)", async () => {
    const document = buildPackument(
      "express",
      ["1.0.0", "1.1.0"].map((version) => buildManifest("express", version)),
    );
    const packument = await merged({ external: { document, hidden: ["1.1.0"] }, tags: { latest: "1.0.0" } });
    expect([...packument.versions.keys()]).toEqual(["1.0.0"]);
    expect(packument.time).toEqual({ created: publishedAt(0), modified: publishedAt(2), "1.0.0": publishedAt(0) });
  });

  test("gives the merged dist-tags, not the registry's own (T1, T3)", async () => {
    const document = buildPackument("express", [buildManifest("express", "1.0.0")]);
    expect((await merged({ external: { document }, tags: { latest: "1.0.0", ours: "1.0.0" } })).tags).toEqual({
      latest: "1.0.0",
      ours: "1.0.0",
    });
  });

  test("keeps times of versions that are no longer there, and adds those of held ones (F6)", async () => {
    const document = buildPackument("express", [buildManifest("express", "1.0.0")]);
    const time = { ...(document["time"] as JsonObject), "0.9.0": "2020-01-01T00:00:00.000Z" };
    const packument = await merged({
      external: { document: { ...document, time } },
      held: { "1.5.0": heldManifest("1.5.0") },
    });
    expect(packument.time).toEqual({ ...time, "1.5.0": "2023-01-01T00:00:00.000Z" });
  });

  test("of held versions alone has the fields of what latest names", async () => {
    const held = {
      "1.0.0": heldManifest("1.0.0", { license: "MIT", keywords: ["web"] }),
      "2.0.0": heldManifest("2.0.0", { license: "GPL-2.0" }),
    };
    const packument = await merged({ held, tags: { latest: "1.0.0" } });
    expect(packument.fields).toEqual({
      _id: "express",
      name: "express",
      description: "express for tests",
      keywords: ["web"],
      license: "MIT",
    });
    expect(packument.time).toEqual({
      created: "2023-01-01T00:00:00.000Z",
      modified: "2023-01-02T00:00:00.000Z",
      "1.0.0": "2023-01-01T00:00:00.000Z",
      "2.0.0": "2023-01-02T00:00:00.000Z",
    });
  });

  test("of held versions alone has the fields of the highest when nothing is latest", async () => {
    const held = {
      "10.0.0": heldManifest("10.0.0", { license: "GPL-2.0" }),
      "9.0.0": heldManifest("9.0.0", { license: "MIT" }),
    };
    expect((await merged({ held })).fields["license"]).toBe("GPL-2.0");
  });
});
