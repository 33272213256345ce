import { join } from "node:path";
import { expect, test } from "vitest";
import { findLockfiles } from "../../src/lockfile/find-lockfiles.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const yarn1 = "# yarn lockfile v1\n";

test("finds all lockfiles of the nearest folder of the project that has one, and none above that", async () => {
  await using root = await temporaryFolder({
    "package.json": '{ "workspaces": ["a"] }',
    "yarn.lock": yarn1,
    "npm-shrinkwrap.json": "{}",
    "package-lock.json": "{}",
    "a/package.json": "{}",
    "a/src/x": "",
    "b/package.json": "{}",
  });
  const found = await findLockfiles({ cwd: join(root.path, "a", "src"), files: [] });
  expect(found.map(({ tool, file }) => [tool, file])).toEqual([
    ["npm", "../../npm-shrinkwrap.json"],
    ["npm", "../../package-lock.json"],
    ["yarn1", "../../yarn.lock"],
  ]);
  await expect(findLockfiles({ cwd: join(root.path, "b"), files: [] })).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
  });
});

test("a binary lockfile of Bun beside others is refused, unless another tool is meant or a text one is there", async () => {
  await using root = await temporaryFolder({ "package.json": "{}", "bun.lockb": "", "package-lock.json": "{}" });
  await expect(findLockfiles({ cwd: root.path, files: [] })).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  expect(await findLockfiles({ cwd: root.path, files: [], tool: "npm" })).toHaveLength(1);
  await using both = await temporaryFolder({ "package.json": "{}", "bun.lockb": "", "bun.lock": "{}" });
  expect(await findLockfiles({ cwd: both.path, files: [] })).toHaveLength(1);
});
