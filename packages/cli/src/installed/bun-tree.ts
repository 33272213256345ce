import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { LockfileEntry } from "@headwater/formats";
import { readLockfile } from "./lockfiles.ts";
import { exists } from "./project-roots.ts";

/**
 * What Bun installed under a root: the entries of its lockfile that are in node_modules. In the isolated layout they lie in
 * `.bun/<name>@<version>`, in the hoisted one at the path that is their key (a workspace's own are behind its link).
 * `undefined` when there is no tree of Bun's.
 */
export async function bunTree(root: string): Promise<readonly LockfileEntry[] | undefined> {
  const modules = join(root, "node_modules");
  const lockfile = (await exists(modules)) ? await readLockfile("bun", root) : undefined;
  if (lockfile === undefined) return undefined;
  const isolated = join(modules, ".bun");
  if (await exists(isolated)) {
    const folders = new Set((await readdir(isolated)).map(withoutPeers));
    return lockfile.filter(({ name, version }) => folders.has(`${name.replace("/", "+")}@${version}`));
  }
  const present = await Promise.all(lockfile.map(({ key }) => exists(join(root, hoistedPath(key), "package.json"))));
  return lockfile.filter((_, index) => present[index] === true);
}

/** A folder's name without the hash of the peers that the package was installed with. */
const withoutPeers = (folder: string): string => folder.replace(/\+[0-9a-f]{16}$/, "");

/** `a/@s/b` is `b` inside `a`: `node_modules/a/node_modules/@s/b`. */
export const hoistedPath = (key: string): string =>
  (key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? []).map((name) => `node_modules/${name}`).join("/");
