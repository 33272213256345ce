import { resolve } from "node:path";
import type { NpmRun } from "../npm-run.ts";
import { AFTER_INSTALL, BEFORE_INSTALL, runProjectScripts } from "../scripts/project-scripts.ts";
import { createReifier, finish, reify } from "./reify.ts";

/** `npm install`: what the manifest says, or specs to add to it. Proven in test/npm-plugin/install.test.ts */
export async function install(run: NpmRun): Promise<number> {
  const { operands, global, localPrefix } = run.settings;
  const named = operands.filter((spec) => resolve(run.cwd, spec) !== localPrefix || global);
  const add = global && named.length === 0 ? ["."] : named;
  // The project's own scripts run for a bare install: the first before a dependency is fetched, for it may set up access.
  const isBare = add.length === 0 && !global;
  if (isBare) await runProjectScripts(run.settings, BEFORE_INSTALL);
  const reifier = await createReifier(run, { auditLevel: null, add });
  await reify(run, reifier);
  if (isBare) await runProjectScripts(run.settings, AFTER_INSTALL);
  return finish(run, reifier.arborist);
}
