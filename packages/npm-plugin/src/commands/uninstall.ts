import packageJson from "@npmcli/package-json";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { createReifier, finish, reify } from "./reify.ts";

/** `npm uninstall`: takes packages out of the manifest and the tree. Proven in test/npm-plugin/commands.test.ts */
export async function uninstall(run: NpmRun): Promise<number> {
  const reifier = await createReifier(run, { rm: await removedPackages(run) });
  await reify(run, reifier);
  return finish(run, reifier.arborist);
}

/** Those that are named; with `--global` and no name the package of this folder. */
async function removedPackages({ settings }: NpmRun): Promise<readonly string[]> {
  const { operands, global, localPrefix } = settings;
  if (operands.length > 0) return operands;
  const manifest = global ? await packageJson.normalize(localPrefix).catch(() => undefined) : undefined;
  const name = manifest?.content.name;
  if (name !== undefined) return [name];
  throw new NpmFailure("EUSAGE", "There is no package to remove.", "Name it: headwater uninstall express");
}
