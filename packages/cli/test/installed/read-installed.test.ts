import { join } from "node:path";
import { expect, test } from "vitest";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { readInstalled } from "../../src/installed/read-installed.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const lock = (...names: readonly string[]): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: "1.0.0" }])),
  });
const project = {
  "package.json": '{"workspaces":["packages/*"]}',
  "packages/a/package.json": "{}",
  "package-lock.json": lock("lib", "for-others"),
  "node_modules/.package-lock.json": lock("lib"),
  "node_modules/.pnpm/lock.yaml":
    "lockfileVersion: '9.0'\npackages:\n  other@1.0.0:\n    resolution: {integrity: sha512-x}\n",
};
const names = async (
  folder: string,
  command: string,
  mode: "installed" | "lockfile" = "installed",
): Promise<readonly string[]> =>
  (await readInstalled(parseClientCall(command.split(" "), folder), mode, { HOME: "/nowhere" })).map(
    ({ name }) => name,
  );

test("the tree of the client that ran is read, from a workspace of it too", async () => {
  await using root = await temporaryFolder(project);
  expect(await names(root.path, "npm ci")).toEqual(["lib"]);
  expect(await names(join(root.path, "packages", "a"), "npm ci")).toEqual(["lib"]);
  expect(await names(root.path, "pnpm install")).toEqual(["other"]);
});

test("a project that left no tree of its own has nothing of a root above that does not contain it", async () => {
  await using root = await temporaryFolder({ ...project, "apps/b/package.json": "{}" });
  expect(await names(join(root.path, "apps", "b"), "npm ci")).toEqual([]);
  expect(await names(join(root.path, "apps", "b"), "make", "lockfile")).toEqual([]);
});

test("a program that is no known client may have run any of them", async () => {
  await using root = await temporaryFolder(project);
  expect(await names(root.path, "make")).toEqual(["lib", "other"]);
});

test("by lockfile what is in the lockfile counts beside what is in the tree", async () => {
  await using root = await temporaryFolder(project);
  expect(new Set(await names(root.path, "npm ci", "lockfile"))).toEqual(new Set(["lib", "for-others"]));
});

test("an install for the whole machine, and a folder with nothing in it, leave nothing to retain", async () => {
  await using root = await temporaryFolder(project);
  await using empty = await temporaryFolder();
  expect([await names(root.path, "npm install -g lib"), await names(empty.path, "npm ci")]).toEqual([[], []]);
});
