import { resolve } from "node:path";
import npmChecks from "npm-install-checks";
import pacote from "pacote";
import procLog from "proc-log";
import type { NpmRun } from "../npm-run.ts";
import { allowScriptsPolicy } from "../scripts/allow-scripts-policy.ts";
import { AFTER_INSTALL, BEFORE_INSTALL, runProjectScripts } from "../scripts/project-scripts.ts";
import { createReifier, finish, reify } from "./reify.ts";

/** `npm install`: what the manifest says, or specs to add to it. Proven in test/npm-plugin/install.test.ts */
export async function install(run: NpmRun): Promise<number> {
  const { operands, global, localPrefix } = run.settings;
  const named = operands.filter((spec) => resolve(run.cwd, spec) !== localPrefix || global);
  const add = global && named.length === 0 ? ["."] : named;
  // The project's own scripts run for a bare install: the first before a dependency is fetched, for it may set up access.
  const isBare = add.length === 0 && !global;
  const npm = global ? operands.find((spec) => spec === "npm" || spec.startsWith("npm@")) : undefined;
  if (npm !== undefined) await checkEngineOfNpm(run, npm);
  // What is not allowed is refused before anything runs.
  const allowScripts = await allowScriptsPolicy(run.settings);
  if (isBare) await runProjectScripts(run.settings, BEFORE_INSTALL);
  const reifier = await createReifier(run, { auditLevel: null, add, allowScripts });
  await reify(run, reifier);
  if (isBare) await runProjectScripts(run.settings, AFTER_INSTALL);
  return finish(run, reifier.arborist);
}

/** An npm that does not run on this Node could not be replaced by npm again. @throws Error EBADENGINE, unless it is forced */
async function checkEngineOfNpm({ options, settings }: NpmRun, spec: string): Promise<void> {
  const manifest = await pacote.manifest(spec, options);
  try {
    npmChecks.checkEngine(manifest, manifest.version, process.version);
  } catch (error) {
    if (settings.config.get("force") !== true) throw error;
    procLog.log.warn(
      "install",
      `Forcing global npm install with incompatible version ${manifest.version} into node ${process.version}`,
    );
  }
}
