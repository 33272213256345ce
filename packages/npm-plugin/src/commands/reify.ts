import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orAborted } from "@headwater/domain";
import type Arborist from "@npmcli/arborist";
import type { ArboristOptions } from "@npmcli/arborist";
import type { NpmRun } from "../npm-run.ts";
import { type InstallOutcome, printOutcome } from "../print/outcome.ts";
import { allowScriptsPolicy } from "../scripts/allow-scripts-policy.ts";
import { requireReviewedScripts, unreviewedScripts, warnOfWorkspacePolicies } from "../scripts/unreviewed-scripts.ts";

/** An Arborist for a command that changes a tree, and the options that its method takes once more. Proven in test/npm-plugin/commands.test.ts */
export interface Reifier {
  readonly arborist: Arborist;
  readonly options: ArboristOptions;
}

/** @throws NpmFailure EALLOWSCRIPTS */
export async function createReifier(run: NpmRun, further: ArboristOptions = {}): Promise<Reifier> {
  const { config, path } = run.settings;
  const ofCommandLine = (key: string): unknown => (config.find(key) === "cli" ? config.get(key) : undefined);
  const options = {
    // Some of npm's settings count where they are given to the method, and only there.
    ...run.options,
    path,
    ...("allowScripts" in further ? {} : { allowScripts: await allowScriptsPolicy(run.settings) }),
    // A project must not be able to relax these for everybody.
    allowUnusedPatches: ofCommandLine("allow-unused-patches"),
    ignorePatchFailures: ofCommandLine("ignore-patch-failures"),
    ...further,
  };
  return { arborist: run.arborist(options), options };
}

/** Plans and makes the tree, then retains what lies there. @throws what Arborist throws; the reason of the run's signal while it is planned */
export async function reify(run: NpmRun, { arborist, options }: Reifier): Promise<void> {
  const { config, path } = run.settings;
  const dryRun = config.get("dry-run") === true;
  // A tree is planned for a folder that is there; a global one may be new.
  if (!dryRun) await mkdir(path, { recursive: true });
  // What is not unpacked has to be looked into all the same, for what is bundled in it.
  const complete = dryRun || config.get("package-lock-only") === true;
  await orAborted(arborist.buildIdealTree({ ...options, complete }), run.signal);
  if (run.command === "install" || run.command === "update") await requireReviewedScripts(run.settings, arborist);
  const builtin = run.settings.global && !dryRun ? await builtinSettings(run) : undefined;
  await retainAfter(run, arborist, () => arborist.reify(options));
  const npm = arborist.actualTree.inventory.get("node_modules/npm");
  if (builtin !== undefined && npm !== undefined) await writeFile(join(npm.path, "npmrc"), builtin);
}

/** The file of settings that lies in npm itself, which another npm in its place would be without; `undefined` when there is none. */
async function builtinSettings({ settings }: NpmRun): Promise<string | undefined> {
  const { source = "", loadError } = settings.config.data.get("builtin") ?? {};
  return loadError === undefined || loadError === null ? await readFile(source, "utf8") : undefined;
}

/** Makes a tree and retains what then lies installed, also where only the project's own scripts fail, which run when all is in place. */
export async function retainAfter(run: NpmRun, arborist: Arborist, make: () => Promise<unknown>): Promise<void> {
  run.signal.throwIfAborted();
  try {
    await make();
  } catch (error) {
    // Arborist compares trees when it begins, and gives its plan away when that has become the tree.
    if (arborist.diff !== null && arborist.idealTree === null) await run.retainInstalled(arborist);
    throw error;
  } finally {
    run.progress.stop();
  }
  await run.retainInstalled(arborist);
}

/** What npm tells at the end: packages, funding, vulnerabilities, scripts that did not run. Answers the exit code. */
export async function finish(run: NpmRun, arborist: Arborist): Promise<number> {
  warnOfWorkspacePolicies(arborist.actualTree);
  const outcome: InstallOutcome = {
    diff: arborist.diff,
    tree: arborist.actualTree,
    audit: arborist.auditReport,
    unreviewed: await unreviewedScripts(run.settings, arborist, arborist.actualTree),
  };
  return printOutcome(run, outcome);
}
