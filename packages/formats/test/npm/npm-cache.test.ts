import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cacache from "cacache";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNpmCache } from "../../src/npm/npm-cache.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-cache-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("gives the bytes that npm's cache has under an integrity, and nothing for others or without a cache", async () => {
  await cacache.put(join(root, "_cacache"), "key", "the bytes");
  const integrity = `sha512-${createHash("sha512").update("the bytes").digest("base64")}`;
  const { has, read } = openNpmCache(root);
  const stream = await read(integrity);
  expect(await new Response(stream).text()).toBe("the bytes");
  expect(await read(`sha512-${"A".repeat(86)}==`)).toBeUndefined();
  expect(await openNpmCache(join(root, "none")).read(integrity)).toBeUndefined();
  expect(await read("no integrity at all")).toBeUndefined();
  expect(await Promise.all([integrity, `sha512-${"A".repeat(86)}==`, "no integrity at all"].map(has))).toEqual([
    true,
    false,
    false,
  ]);
});
