import procLog from "proc-log";
import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish, reify } from "./reify.ts";

/** `npm update`: the newest versions that the manifests allow, of all packages or of those named. Proven in test/npm-plugin/commands.test.ts */
export async function update(run: NpmRun): Promise<number> {
  const { config, operands } = run.settings;
  // npm takes this flag from whoever has it in a script, and does nothing with it.
  if (config.get("depth")) procLog.log.warn("update", "--depth has no effect on an update.");
  // Unless it is asked to, an update leaves the manifest as it is.
  const save = config.isDefault("save") ? false : config.get("save");
  const reifier = await createReifier(run, { save, update: operands.length === 0 ? true : operands });
  await reify(run, reifier);
  return finish(run, reifier.arborist);
}
