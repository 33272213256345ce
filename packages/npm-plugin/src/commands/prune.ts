import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish, retainAfter } from "./reify.ts";

/** `npm prune`: removes what nothing depends on. Proven in test/npm-plugin/commands.test.ts */
export async function prune(run: NpmRun): Promise<number> {
  const { arborist, options } = await createReifier(run);
  await retainAfter(run, arborist, () => arborist.prune(options));
  return finish(run, arborist);
}
