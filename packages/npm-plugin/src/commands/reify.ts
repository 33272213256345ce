import { mkdir } from "node:fs/promises";
import type Arborist from "@npmcli/arborist";
import type { ArboristOptions } from "@npmcli/arborist";
import type { NpmRun } from "../npm-run.ts";
import { type InstallOutcome, printOutcome } from "../print/outcome.ts";
import { allowScriptsPolicy } from "../scripts/allow-scripts-policy.ts";
import { requireReviewedScripts, unreviewedScripts, warnOfWorkspacePolicies } from "../scripts/unreviewed-scripts.ts";

/** An Arborist for a command that changes a tree, and the options that its method takes once more. */
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
    allowScripts: await allowScriptsPolicy(run.settings),
    // A project must not be able to relax these for everybody.
    allowUnusedPatches: ofCommandLine("allow-unused-patches"),
    ignorePatchFailures: ofCommandLine("ignore-patch-failures"),
    ...further,
  };
  return { arborist: run.arborist(options), options };
}

/** Plans and makes the tree, then retains what lies there. @throws NpmFailure ESTRICTALLOWSCRIPTS; what Arborist throws */
export async function reify(run: NpmRun, { arborist, options }: Reifier): Promise<void> {
  const { config, path } = run.settings;
  // A tree is planned for a folder that is there; a global one may be new.
  if (config.get("dry-run") !== true) await mkdir(path, { recursive: true });
  await arborist.buildIdealTree(options);
  await requireReviewedScripts(run.settings, arborist);
  await arborist.reify(options);
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
