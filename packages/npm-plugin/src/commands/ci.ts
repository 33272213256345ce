import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { orAborted } from "@headwater/domain";
import type Arborist from "@npmcli/arborist";
import { lockfileFaults } from "../lockfile/lockfile-faults.ts";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { AFTER_INSTALL, BEFORE_INSTALL, runProjectScripts } from "../scripts/project-scripts.ts";
import { requireReviewedScripts } from "../scripts/unreviewed-scripts.ts";
import { workspaceFolders } from "../settings/workspaces.ts";
import { createReifier, finish, retainAfter } from "./reify.ts";

/** Flags that would let the tree differ from the lockfile. */
const RELAXING = ["allow-unused-patches", "ignore-patch-failures"];

/** `npm ci`: exactly what the lockfile says, into an empty node_modules. Proven in test/npm-plugin/install.test.ts */
export async function ci(run: NpmRun): Promise<number> {
  const { config, global, path } = run.settings;
  if (global)
    throw new NpmFailure("ECIGLOBAL", "`ci` does not work for global packages.", "Use headwater install --global.");
  for (const flag of RELAXING)
    if (config.find(flag) === "cli")
      throw new NpmFailure("ECIPATCHFLAG", `The flag --${flag} is not allowed with \`ci\`.`);

  const further = { packageLock: true, save: false, ignoreExtension: true };
  const locked = run.arborist(further);
  await loadLocked(locked);
  const lockedPackages = new Map(locked.virtualTree.inventory);
  // What the lockfile holds for other platforms is no part of the tree that is made.
  const { arborist, options } = await createReifier(run, further);
  const tree = await orAborted(arborist.buildIdealTree(), run.signal);
  await requireReviewedScripts(run.settings, arborist);
  const faults = lockfileFaults({
    locked: locked.virtualTree,
    lockedPackages,
    planned: tree,
    root: path,
    extensionFile: run.options["extensionFile"],
  });
  if (faults.length > 0) {
    throw new NpmFailure(
      "EUSAGE",
      `package.json and package-lock.json are not in sync:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
      "Bring the lockfile up to date with headwater install, then try again.",
    );
  }
  run.signal.throwIfAborted();
  if (config.get("dry-run") !== true) await emptyNodeModules(await workspaceFolders(path));
  await runProjectScripts(run.settings, BEFORE_INSTALL);
  await retainAfter(run, arborist, () => arborist.reify(options));
  await runProjectScripts(run.settings, AFTER_INSTALL);
  return finish(run, arborist);
}

async function loadLocked(arborist: Arborist): Promise<void> {
  try {
    await arborist.loadVirtual();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOLOCK" && code !== "ENOENT") throw error;
    throw new NpmFailure("EUSAGE", "There is no lockfile that could be installed.", "Make one with headwater install.");
  }
}

async function emptyNodeModules(folders: readonly string[]): Promise<void> {
  await Promise.all(
    folders.map(async (folder) => {
      const modules = join(folder, "node_modules");
      const names = await readdir(modules).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") return [];
        throw error;
      });
      await Promise.all(names.map((name) => rm(join(modules, name), { force: true, recursive: true })));
    }),
  );
}
