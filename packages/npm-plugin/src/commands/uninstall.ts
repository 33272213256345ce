import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish, reify } from "./reify.ts";

/** `npm uninstall`: takes packages out of the manifest and the tree. Proven in test/npm-plugin/commands.test.ts */
export async function uninstall(run: NpmRun): Promise<number> {
  const { operands } = run.settings;
  if (operands.length === 0)
    throw new NpmFailure("EUSAGE", "There is no package to remove.", "Name it: headwater uninstall express");
  const reifier = await createReifier(run, { rm: operands });
  await reify(run, reifier);
  return finish(run, reifier.arborist);
}
