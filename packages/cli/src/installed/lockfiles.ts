import { join } from "node:path";
import {
  type LockfileEntry,
  type ReadLockfile,
  readBunLock,
  readPackageLock,
  readPnpmLock,
  readYarnLock,
} from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import type { ClientKind } from "../exec/client-kind.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { exists } from "./project-roots.ts";

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
  if (kind === "bun") await refuseBinaryLockfile(root);
  return undefined;
}

/** The names of a client's lockfiles. */
export const lockfileNames = (kind: ClientKind): readonly string[] => LOCKFILES[kind].names;

/** Bun's old binary lockfile says nothing to us, and Bun goes on to use one that is there. @throws CONFIGURATION_INVALID */
export async function refuseBinaryLockfile(root: string): Promise<void> {
  const path = join(root, "bun.lockb");
  if (!(await exists(path))) return;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `${path}: Bun's binary lockfile cannot be read, so what it installed is not known.`,
    {
      hint: "Turn it into a text lockfile with: bun install --save-text-lockfile",
      details: { file: path },
    },
  );
}
