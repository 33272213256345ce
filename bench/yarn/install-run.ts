/** One install with an empty cache, in a fresh copy of the project. */
import { readFile, rm } from "node:fs/promises";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { InstallCase } from "../install/system.ts";
import type { Duration } from "../measure/duration.ts";
import { settleDisk } from "../measure/timed-run.ts";
import { copyYarnProject, dropLockfile } from "./yarn-project.ts";
import { runYarn } from "./yarn.ts";

export type YarnInstall = {
  /** Copied for each install; what a system needs in the project is put in here. */
  readonly template: string;
  /**
   * The time of `yarn install`; copying the project and emptying the cache are not among them.
   * @throws when the install fails, or writes another lockfile than the first install of that case did
   */
  readonly run: (installCase: InstallCase, env: Readonly<Record<string, string>>) => Promise<Duration>;
};

/** Holds all systems to the same tree: of each case, the first lockfile that was written. */
export type WrittenLockfiles = Map<InstallCase, { readonly by: string; readonly text: string }>;

export type PrepareOptions = {
  readonly name: string;
  readonly project: string;
  readonly work: string;
  readonly lockfiles: WrittenLockfiles;
};

export const prepareInstall = async ({ name, project, work, lockfiles }: PrepareOptions): Promise<YarnInstall> => {
  const template = join(work, "templates", name);
  const folder = join(work, "installs", name);
  await copyYarnProject(project, template);

  const check = async (installCase: InstallCase): Promise<void> => {
    const text = await readFile(join(folder, "project", "yarn.lock"), "utf8");
    const first = lockfiles.get(installCase);
    if (first === undefined) lockfiles.set(installCase, { by: name, text });
    else if (first.text !== text) {
      throw new Error(
        `${installCase}, ${name} installs another tree than ${first.by}: compare the yarn.lock in ${folder}.`,
      );
    }
  };

  return {
    template,
    run: async (installCase, env) => {
      await rm(folder, { recursive: true, force: true });
      await cp(template, join(folder, "project"), { recursive: true, verbatimSymlinks: true });
      if (installCase === "without a lockfile") await dropLockfile(join(folder, "project"));
      settleDisk();
      const duration = await runYarn({
        args: ["install"],
        cwd: join(folder, "project"),
        home: join(folder, "home"),
        env,
      });
      await check(installCase);
      return duration;
    },
  };
};
