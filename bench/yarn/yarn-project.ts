/** Copies of a Yarn project, each as if freshly checked out. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { copyProject } from "../project/project-files.ts";
import { runYarn } from "./yarn.ts";

export const yarnExample = join(workspaceRoot, "examples", "yarn-monorepo");

/** A copy without any plugin, whatever the project has. */
export const copyYarnProject = async (from: string, to: string): Promise<void> => {
  await copyProject(from, to);
  const settings = join(to, ".yarnrc.yml");
  if (existsSync(settings)) await writeFile(settings, withoutPlugins(await readFile(settings, "utf8")));
};

/** Takes the key `plugins` and the lines below it out of a `.yarnrc.yml`. */
export const withoutPlugins = (yarnrc: string): string =>
  yarnrc.replace(/^plugins:.*(?:\r?\n|$)(?:[ \t-].*(?:\r?\n|$)|\r?\n)*/m, "");

/** As a user does it. Needs no network. */
export const importPlugin = async (project: string, plugin: string, home: string): Promise<void> => {
  await runYarn({ args: ["plugin", "import", plugin], cwd: project, home });
};

/** An empty lockfile says where the project begins, and locks nothing. */
export const dropLockfile = (project: string): Promise<void> => writeFile(join(project, "yarn.lock"), "");

export const requireYarnLock = (project: string): void => {
  if (!existsSync(join(project, "yarn.lock"))) {
    throw new Error(`${project} is no Yarn project: it has no yarn.lock. Name another with --project.`);
  }
};
