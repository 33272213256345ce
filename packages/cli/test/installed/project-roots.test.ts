import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoots } from "../../src/installed/project-roots.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const below = async (path: string, folder: string): Promise<readonly string[]> =>
  (await projectRoots(join(path, folder)))
    .filter((root) => root.startsWith(path))
    .map((root) => root.slice(path.length + 1));

test("the nearest folder with a package.json or a node_modules is the project, then those above whose workspaces contain it", async () => {
  await using root = await temporaryFolder({
    "mono/package.json": '{"workspaces":["packages/*"]}',
    "mono/packages/a/package.json": "{}",
    "mono/packages/a/src/x.js": "",
    "pnpm/pnpm-workspace.yaml": "packages: [a]",
    "pnpm/a/package.json": "{}",
    "plain/package.json": "{}",
    "plain/sub/package.json": "{}",
    "modules/node_modules/x/package.json": "{}",
    "modules/sub/x.js": "",
  });
  expect(await below(root.path, "mono/packages/a/src")).toEqual(["mono/packages/a", "mono"]);
  expect(await below(root.path, "pnpm/a")).toEqual(["pnpm/a", "pnpm"]);
  expect(await below(root.path, "plain/sub")).toEqual(["plain/sub"]);
  expect(await below(root.path, "modules/sub")).toEqual(["modules"]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["an array", { "package.json": '{"workspaces":["packages/*","!packages/out"]}' }],
  ["an object", { "package.json": '{"workspaces":{"packages":["packages/*","!packages/out"]}}' }],
  ["pnpm's file", { "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - '!packages/out'\n" }],
])("a folder above whose workspaces do not contain the project is none of its roots: %s", async (_, declaration) => {
  await using root = await temporaryFolder({
    ...declaration,
    "packages/in/package.json": "{}",
    "packages/out/package.json": "{}",
    "elsewhere/package.json": "{}",
    "node_modules/x/package.json": "{}",
  });
  expect(await below(root.path, "packages/in")).toEqual(["packages/in", ""]);
  expect(await below(root.path, "packages/out")).toEqual(["packages/out"]);
  expect(await below(root.path, "elsewhere")).toEqual(["elsewhere"]);
});

test("a workspace with workspaces of its own is contained with them in the root above", async () => {
  await using root = await temporaryFolder({
    "package.json": '{"workspaces":["group"]}',
    "group/package.json": '{"workspaces":["*"]}',
    "group/a/package.json": "{}",
  });
  expect(await below(root.path, "group/a")).toEqual(["group/a", "group", ""]);
});

test("settings in a workspace file without packages, and files that cannot be read, declare no workspaces", async () => {
  await using root = await temporaryFolder({
    "pnpm-workspace.yaml": "linkWorkspacePackages: true\n",
    "package.json": '{"workspaces":',
    "a/package.json": '{"workspaces":["*", 3]}',
    "a/pnpm-workspace.yaml": "packages: [",
    "a/b/package.json": "{}",
  });
  expect(await below(root.path, "a/b")).toEqual(["a/b", "a"]);
  expect(await below(root.path, "a")).toEqual(["a"]);
});

test("a root that pnpm 10 installed takes installs from every folder below, one that pnpm 11 or 12 did only from its workspaces", async () => {
  const modules = (version: string) => JSON.stringify({ packageManager: `pnpm@${version}` });
  await using root = await temporaryFolder({
    "ten/pnpm-workspace.yaml": "packages: [packages/*]",
    "ten/node_modules/.modules.yaml": modules("10.34.9"),
    "ten/other/package.json": "{}",
    "twelve/pnpm-workspace.yaml": "packages: [packages/*]",
    "twelve/node_modules/.modules.yaml": modules("12.0.1"),
    "twelve/other/package.json": "{}",
  });
  expect(await below(root.path, "ten/other")).toEqual(["ten/other", "ten"]);
  expect(await below(root.path, "twelve/other")).toEqual(["twelve/other"]);
});
