import { createHash } from "node:crypto";
import { join } from "node:path";
import cacache from "cacache";
import { expect, test } from "vitest";
import { createNpmCacheReader, npmCacheFolder } from "../../src/exec/npm-cache.ts";
import { parseNpmrc } from "../../src/exec/npmrc.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("the folder is that of the environment, of the strongest npmrc, or npm's default", () => {
  const npmrc = { path: "/p/.npmrc", text: "", entries: parseNpmrc("cache=${CACHE}/npm\n") };
  const env = { HOME: "/home/me", CACHE: "/cache" };
  expect(npmCacheFolder({ ...env, npm_config_cache: "rel" }, [npmrc], "/w", "linux")).toBe("/w/rel");
  expect(npmCacheFolder(env, [npmrc], "/w", "linux")).toBe("/cache/npm");
  expect(npmCacheFolder({ ...env, npm_config_cache: "~/x" }, [], "/w", "linux")).toBe("/home/me/x");
  expect(npmCacheFolder(env, [], "/w", "linux")).toBe("/home/me/.npm");
  expect(npmCacheFolder({ USERPROFILE: "/me", LOCALAPPDATA: "/me/local" }, [], "/w", "win32")).toBe(
    join("/me/local", "npm-cache"),
  );
});

test("gives the bytes that npm's cache has under an integrity, and nothing for others or without a cache", async () => {
  await using root = await temporaryFolder();
  await cacache.put(join(root.path, "_cacache"), "key", "the bytes");
  const integrity = `sha512-${createHash("sha512").update("the bytes").digest("base64")}`;
  const read = createNpmCacheReader(root.path);
  const stream = await read(integrity);
  expect(await new Response(stream).text()).toBe("the bytes");
  expect(await read(`sha512-${"A".repeat(86)}==`)).toBeUndefined();
  expect(await createNpmCacheReader(join(root.path, "none"))(integrity)).toBeUndefined();
  expect(await read("no integrity at all")).toBeUndefined();
});
