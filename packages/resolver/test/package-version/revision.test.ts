import { expect, test } from "vitest";
import type { AssetSummary } from "../../src/asset/asset.ts";
import { createDigest } from "../../src/asset/digest.ts";
import { makeRevision } from "../../src/package-version/revision.ts";

const asset = (content: string, name = "package.tgz"): AssetSummary => {
  const digest = createDigest();
  digest.update(Buffer.from(content));
  return { name, ...digest.finish() };
};
const content = {
  coordinate: { format: "npm", name: "lodash", version: "1.0.0" },
  manifest: { name: "lodash", version: "1.0.0", dependencies: { a: "1", b: "2" } },
  assets: [asset("bytes")],
} as const;

test("A1: equal content is the same revision, whatever the order of a manifest's fields", () => {
  const manifest = { dependencies: { b: "2", a: "1" }, version: "1.0.0", name: "lodash" };
  expect(makeRevision({ ...content, manifest }).id).toBe(makeRevision(content).id);
});

test.each([
  ["bytes", { assets: [asset("other bytes")] }],
  ["an asset's name", { assets: [asset("bytes", "other.tgz")] }],
  ["one asset more", { assets: [asset("bytes"), asset("more", "more.tgz")] }],
  ["the manifest", { manifest: { ...content.manifest, deprecated: "no" } }],
  ["the version", { coordinate: { ...content.coordinate, version: "1.0.1" } }],
  ["the namespace", { coordinate: { ...content.coordinate, namespace: "scope" } }],
])("A1: another revision when %s differs", (_, change) => {
  expect(makeRevision({ ...content, ...change }).id).not.toBe(makeRevision(content).id);
});

test("A1: a revision is an opaque string of at most 50 characters without white space", () => {
  expect(makeRevision(content).id).toMatch(/^[\w-]{43}$/);
});
