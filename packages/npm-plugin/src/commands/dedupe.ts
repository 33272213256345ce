import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish } from "./reify.ts";

/** `npm dedupe`: as few copies of each package as the ranges allow. The manifest stays as it is. Proven in test/npm-plugin/commands.test.ts */
export async function dedupe(run: NpmRun): Promise<number> {
  if (run.settings.global) throw new NpmFailure("EDEDUPEGLOBAL", "`dedupe` does not work for global packages.");
  const { arborist, options } = await createReifier(run, { save: false });
  await arborist.dedupe(options);
  await run.retainInstalled(arborist);
  return finish(run, arborist);
}
