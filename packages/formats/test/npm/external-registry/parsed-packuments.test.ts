import { createHash } from "node:crypto";
import type { JsonObject } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { createParsedPackuments } from "../../../src/npm/external-registry/parsed-packuments.ts";
import { parseNpmName } from "../../../src/npm/names.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";

const express = parseNpmName("express");

/** A document that counts how often it is loaded. */
function documentOf(content: JsonObject) {
  const bytes = Buffer.from(JSON.stringify(content));
  const counted = {
    documentId: createHash("sha256").update(bytes).digest("base64url"),
    loads: 0,
    size: bytes.byteLength,
    async load() {
      counted.loads += 1;
      return bytes;
    },
  };
  return counted;
}

const withVersion = (version: string) => documentOf(buildPackument("express", [buildManifest("express", version)]));

describe("parsed packuments", () => {
  test("are loaded and parsed once, also when many ask at once", async () => {
    const document = withVersion("1.0.0");
    const parsed = createParsedPackuments(1_000_000);
    const all = await Promise.all(Array.from({ length: 5 }, () => parsed.packument(express, document)));
    expect(new Set(all).size).toBe(1);
    await parsed.index(express, document);
    expect(document.loads).toBe(1);
  });

  test("are loaded again once they were pushed out, their indexes are not", async () => {
    const [first, second] = [withVersion("1.0.0"), withVersion("2.0.0")];
    const parsed = createParsedPackuments(first.size);
    await parsed.packument(express, first);
    await parsed.packument(express, second);
    expect([...(await parsed.index(express, first)).versions.keys()]).toEqual(["1.0.0"]);
    expect(first.loads).toBe(1);
    expect([...(await parsed.packument(express, first)).versions.keys()]).toEqual(["1.0.0"]);
    expect(first.loads).toBe(2);
  });

  test("give an index with tags and the SRI of each version", async () => {
    const integrity = `sha512-${"A".repeat(86)}==`;
    const manifests = [
      buildManifest("express", "1.0.0", { dist: { integrity } }),
      { ...buildManifest("express", "1.1.0"), dist: {} },
    ];
    const index = await createParsedPackuments(1_000_000).index(
      express,
      documentOf(buildPackument("express", manifests)),
    );
    expect(index.tags).toEqual({ latest: "1.1.0" });
    expect([...index.versions]).toEqual([
      ["1.0.0", [integrity]],
      ["1.1.0", [undefined]],
    ]);
  });

  test("are asked for again after a load that failed", async () => {
    const document = withVersion("1.0.0");
    const parsed = createParsedPackuments(1_000_000);
    const failing = { documentId: document.documentId, load: () => Promise.reject(new Error("store is gone")) };
    await expect(parsed.packument(express, failing)).rejects.toThrow("store is gone");
    expect((await parsed.packument(express, document)).versions.size).toBe(1);
  });
});
