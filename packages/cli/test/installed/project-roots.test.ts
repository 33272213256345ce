import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoots } from "../../src/installed/project-roots.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const below = async (path: string, folder: string): Promise<readonly string[]> =>
  (await projectRoots(join(path, folder)))
    .filter((root) => root.startsWith(path))
    .map((root) => root.slice(path.length + 1));

test("the nearest folder with a package.json or a node_modules is the project, then those above that declare workspaces", async () => {
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
