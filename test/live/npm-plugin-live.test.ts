import { existsSync } from "node:fs";
import { cp, readFile, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedTree } from "../kit/installed-tree.ts";
import { runClient } from "../kit/run-client.ts";
import { isPublicRegistryReachable } from "./public-registry-reachable.ts";

vi.setConfig({ testTimeout: 900_000 });

const workspace = fileURLToPath(new URL("../../", import.meta.url));

const isFull = drillRounds(0, 1) === 1;

/** Real projects, 100 to 700 packages each. They take minutes: `HEADWATER_DRILL=full npm test -- test/live` has them. */
const projects = [
  "bench/verdaccio",
  "examples/npm-workspaces",
  "test/fixtures/projects/service",
  "test/fixtures/projects/website",
  "",
].map((path) => join(workspace, path));

/** What belongs to one checkout of a project rather than to the project. */
const left = /(^|\/)(node_modules|dist|\.git|\.data|\.headwater|headwater\.yml|bundles|clients|fixtures)(\/|$)/;

async function createCopy(folder: string): Promise<HeadwaterProject> {
  const project = await createHeadwaterProject({ configuration: "retain: requested\n" });
  const copied = (path: string): boolean => !left.test(path.slice(folder.length));
  await cp(folder, project.folder, { recursive: true, filter: copied });
  return project;
}

/** Every node_modules of a project, its workspaces' too. */
async function treeOf({ folder }: HeadwaterProject): Promise<readonly string[]> {
  const packages = await readdir(join(folder, "packages")).catch(() => []);
  const roots = [folder, ...packages.map((name) => join(folder, "packages", name))].map((root) =>
    join(root, "node_modules"),
  );
  const trees = roots.filter((root) => existsSync(root)).map((root) => installedTree(root));
  return (await Promise.all(trees)).flat();
}

const lockfileOf = ({ folder }: HeadwaterProject): Promise<string> =>
  readFile(join(folder, "package-lock.json"), "utf8");
const made = async (project: HeadwaterProject): Promise<object> => ({
  tree: await treeOf(project),
  lockfile: existsSync(join(project.folder, "package-lock.json")) ? await lockfileOf(project) : "none",
});

/** What a script builds differs from run to run; what is installed must not. */
const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts"];

async function byNpm(project: HeadwaterProject, command: "install" | "ci"): Promise<void> {
  const { folder: cwd, home } = project;
  const { code, stderr } = await runClient({
    client: "npm-12",
    home,
    cwd,
    args: [command, ...QUIET],
    timeout: 600_000,
  });
  expect(code, stderr).toBe(0);
}

async function byUs(project: HeadwaterProject, command: "install" | "ci"): Promise<void> {
  const { code, stderr } = await project.headwater([command, ...QUIET], { timeout: 600_000 });
  expect(code, stderr).toBe(0);
}

describe.skipIf(!isFull || !(await isPublicRegistryReachable()))(
  "against the public registry itself (full drills only)",
  () => {
    test.each(projects.map((folder) => [basename(folder), folder] as const))(
      "npm and headwater make the same lockfile and the same tree for %s, with the lockfile and without",
      async (_name, folder) => {
        const [npm, own] = [await createCopy(folder), await createCopy(folder)];
        try {
          const isLocked = existsSync(join(npm.folder, "package-lock.json"));
          if (isLocked) {
            await byNpm(npm, "ci");
            await byUs(own, "ci");
          }
          expect(await made(own)).toEqual(await made(npm));
          for (const each of [npm, own]) {
            await rm(join(each.folder, "package-lock.json"), { force: true });
            await rm(join(each.folder, "node_modules"), { recursive: true, force: true });
          }
          await byNpm(npm, "install");
          await byUs(own, "install");
          if ((await lockfileOf(own)) !== (await lockfileOf(npm))) {
            // A version that came out in between makes a difference that goes away when npm looks again.
            await rm(join(npm.folder, "package-lock.json"));
            await rm(join(npm.folder, "node_modules"), { recursive: true });
            await byNpm(npm, "install");
          }
          expect(await lockfileOf(own)).toBe(await lockfileOf(npm));
          expect(await treeOf(own)).toEqual(await treeOf(npm));
        } finally {
          await npm.close();
          await own.close();
        }
      },
    );
  },
);
