import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish, retainAfter } from "./reify.ts";

/** `npm dedupe`: as few copies of each package as the ranges allow. The manifest stays as it is. Proven in test/npm-plugin/commands.test.ts */
export async function dedupe(run: NpmRun): Promise<number> {
  if (run.settings.global) throw new NpmFailure("EDEDUPEGLOBAL", "`dedupe` does not work for global packages.");
  const { arborist, options } = await createReifier(run, { save: false });
  await retainAfter(run, arborist, () => arborist.dedupe(options));
  return finish(run, arborist);
}
