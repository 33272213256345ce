import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bunTakeoverWarnings, forgetEndpointInBunLock } from "../../src/exec/bun-takeover.ts";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const endpoint = "http://127.0.0.1:20000/";
const withAddress =
  '{ "packages": { "node_modules/lib": { "resolved": "https://npm.example.com/lib/-/lib-1.0.0.tgz" } } }';
const without = '{ "packages": { "node_modules/lib": { "version": "1.0.0" } } }';

test.each([
  ["names addresses", ["bun", "install"], { "package-lock.json": withAddress }, 1],
  ["names none", ["bun", "install"], { "package-lock.json": without }, 0],
  ["lies beside one of Bun's", ["bun", "install"], { "package-lock.json": withAddress, "bun.lock": "{}" }, 0],
  ["is not asked for", ["bun", "run", "build"], { "package-lock.json": withAddress }, 0],
  ["is npm's own business", ["npm", "install"], { "package-lock.json": withAddress }, 0],
])("npm's lockfile %s: %j with %j gives %i warning", async (_, command, files, count) => {
  await using folder = await temporaryFolder({ "package.json": "{}", ...files });
  const warnings = await bunTakeoverWarnings(parseClientCall(command, folder.path));
  expect(warnings).toHaveLength(count);
  for (const warning of warnings) expect(warning).toContain(join(folder.path, "package-lock.json"));
});

test("the endpoint goes out of bun.lock, and nothing else does", async () => {
  const lock = (url: string): string =>
    `{\n  "packages": {\n    "lib": ["lib@1.0.0", "${url}", {}, "sha512-a=="],\n\n    "@s/other": ["@s/other@2.0.0", "https://npm.example.com/other.tgz", {}, "sha512-b=="],\n  }\n}\n`;
  await using folder = await temporaryFolder({
    "package.json": "{}",
    "bun.lock": lock(`${endpoint}lib/-/lib-1.0.0.tgz`),
  });
  await forgetEndpointInBunLock(parseClientCall(["bun", "install"], folder.path), endpoint);
  expect(await readFile(join(folder.path, "bun.lock"), "utf8")).toBe(lock(""));
});
