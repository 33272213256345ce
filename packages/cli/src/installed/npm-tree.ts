import { join } from "node:path";
import { type LockfileEntry, readPackageLock } from "@headwater/formats";
import { readTextFile } from "../files/read-text-file.ts";
import { readLockfile } from "./lockfiles.ts";
import { exists } from "./project-roots.ts";

/**
 * What npm installed under a root: its hidden lockfile lists exactly that. Without one (npm before 7, or a tree that npm did
 * not trust) the lockfile's entries that lie in node_modules. `undefined` when there is no tree of npm's.
 */
export async function npmTree(root: string): Promise<readonly LockfileEntry[] | undefined> {
  const path = join(root, "node_modules", ".package-lock.json");
  const hidden = await readTextFile(path);
  if (hidden !== undefined) return readPackageLock(hidden, path);
  const lockfile = (await exists(join(root, "node_modules"))) ? await readLockfile("npm", root) : undefined;
  if (lockfile === undefined) return undefined;
  const present = await Promise.all(lockfile.map(({ key }) => exists(join(root, key, "package.json"))));
  const installed = lockfile.filter((_, index) => present[index] === true);
  // Somebody else's tree beside a lockfile of npm's has none of its folders.
  return installed.length === 0 ? undefined : installed;
}
