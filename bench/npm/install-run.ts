/** One install in a folder of its own. Nothing is deleted while installs are measured: on some file systems that slows down what is written next. */
import { cp, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ClientCommand } from "../../test/kit/test-client.ts";
import type { InstallCase } from "../install/system.ts";
import type { Duration } from "../measure/duration.ts";
import { settleDisk } from "../measure/timed-run.ts";
import { runInstall } from "./commands.ts";
import { type InstalledTree, readInstalledTree } from "./installed-tree.ts";
import { copyNpmProject, npmLockfile } from "./npm-project.ts";

export type NpmInstall = {
  /** Copied for each install; what a system needs in the project is put in here. */
  readonly template: string;
  /**
   * The time of `ci`, or of `install` without a lockfile; copying and checking are not in it.
   * @throws when the install fails, or leaves something else than the first install of that case did
   */
  readonly run: (installCase: InstallCase, way: InstallWay) => Promise<Duration>;
};

export type InstallWay = {
  readonly program: ClientCommand;
  readonly registry: string;
  /** A cache that is kept from run to run. Default: an empty one. */
  readonly cache?: string | undefined;
};

/** Holds all systems to the same work: of each case, the first tree that was made. */
export type MadeTrees = Map<InstallCase, { readonly by: string; readonly tree: InstalledTree }>;

export type PrepareOptions = {
  readonly name: string;
  readonly project: string;
  readonly work: string;
  readonly trees: MadeTrees;
};

export const prepareInstall = async ({ name, project, work, trees }: PrepareOptions): Promise<NpmInstall> => {
  const template = join(work, "templates", name);
  await copyNpmProject(project, template);
  let runs = 0;

  const check = async (installCase: InstallCase, folder: string): Promise<void> => {
    const tree = await readInstalledTree(folder);
    const first = trees.get(installCase);
    if (first === undefined) trees.set(installCase, { by: name, tree });
    else {
      const other = difference(first.tree, tree);
      if (other === undefined) return;
      throw new Error(`${installCase}, ${name} installs another tree than ${first.by}: ${other}. See ${folder}.`);
    }
  };

  return {
    template,
    run: async (installCase, way) => {
      runs += 1;
      const folder = join(work, "installs", name, String(runs));
      const cwd = join(folder, "project");
      await mkdir(folder, { recursive: true });
      await cp(template, cwd, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => installCase === "with a lockfile" || basename(source) !== npmLockfile,
      });
      settleDisk();
      const duration = await runInstall({ ...way, installCase, cwd, home: join(folder, "home") });
      await check(installCase, cwd);
      return duration;
    },
  };
};

/** The first thing in which two trees differ. */
const difference = (first: InstalledTree, second: InstalledTree): string | undefined => {
  if (first.lockfile !== second.lockfile) return npmLockfile;
  const known = new Set(first.files);
  const found = new Set(second.files);
  return second.files.find((file) => !known.has(file)) ?? first.files.find((file) => !found.has(file));
};
