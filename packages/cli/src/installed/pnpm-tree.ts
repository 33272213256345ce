import { join } from "node:path";
import { type LockfileEntry, readPnpmLock } from "@headwater/formats";
import { readTextFile } from "../files/read-text-file.ts";

/**
 * What pnpm installed under a root: the lockfile that it keeps in node_modules, without what it skipped as being for another
 * platform. `undefined` when there is no tree of pnpm's.
 */
export async function pnpmTree(root: string): Promise<readonly LockfileEntry[] | undefined> {
  const modules = join(root, "node_modules");
  const path = join(modules, ".pnpm", "lock.yaml");
  const text = await readTextFile(path);
  if (text === undefined) return undefined;
  const skipped = skippedKeys(await readTextFile(join(modules, ".modules.yaml")));
  return (await readPnpmLock(text, path)).filter(({ key }) => !skipped.has(key));
}

/** `skipped` of `.modules.yaml`, which is JSON in spite of its name. */
function skippedKeys(text: string | undefined): ReadonlySet<unknown> {
  try {
    const modules: unknown = JSON.parse(text ?? "{}");
    const skipped =
      typeof modules === "object" && modules !== null && "skipped" in modules ? modules.skipped : undefined;
    return new Set(Array.isArray(skipped) ? skipped : []);
  } catch {
    // Nothing is known to be skipped then: too much is retained rather than too little.
    return new Set();
  }
}
