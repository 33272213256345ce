import { join } from "node:path";
import { type LockfileEntry, type ReadLockfile, readBunLock, readPackageLock, readPnpmLock, readYarnLock } from "@headwater/formats";
import type { ClientKind } from "../exec/client-call.ts";
import { readTextFile } from "../files/read-text-file.ts";

/** The lockfiles of each client, the one that counts first. */
const LOCKFILES: Readonly<Record<ClientKind, { readonly names: readonly string[]; readonly read: ReadLockfile }>> = {
  npm: { names: ["npm-shrinkwrap.json", "package-lock.json"], read: readPackageLock },
  pnpm: { names: ["pnpm-lock.yaml"], read: readPnpmLock },
  bun: { names: ["bun.lock"], read: readBunLock },
  yarn: { names: ["yarn.lock"], read: readYarnLock },
};

/** The entries of a client's lockfile in a folder; `undefined` when it has none. @throws CONFIGURATION_INVALID when it cannot be read */
export async function readLockfile(kind: ClientKind, root: string): Promise<readonly LockfileEntry[] | undefined> {
  const { names, read } = LOCKFILES[kind];
  for (const name of names) {
    const path = join(root, name);
    const text = await readTextFile(path);
    if (text !== undefined) return read(text, path);
  }
  return undefined;
}
