import { join } from "node:path";
import { expect, test } from "vitest";
import { npmCacheFolder } from "../../src/exec/npm-cache.ts";
import { parseNpmrc } from "../../src/exec/npmrc.ts";

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
