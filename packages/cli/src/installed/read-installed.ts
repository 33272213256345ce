import type { LockfileEntry } from "@headwater/formats";
import type { ClientCall } from "../exec/client-call.ts";
import { CLIENT_KINDS, type ClientKind } from "../exec/client-kind.ts";
import type { Environment } from "../exec/environment.ts";
import { bunTree } from "./bun-tree.ts";
import { readLockfile } from "./lockfiles.ts";
import { npmTree } from "./npm-tree.ts";
import { pnpmTree } from "./pnpm-tree.ts";
import { projectRoots } from "./project-roots.ts";
import { yarnTree } from "./yarn-tree.ts";

/**
 * What lies installed where a client ran: by `installed` what is in its tree, by `lockfile` every entry of its lockfile
 * beside that. A program that is no known client may have run any of them. Empty where nothing is installed.
 *
 * @throws CONFIGURATION_INVALID when a lockfile cannot be read
 */
export async function readInstalled(
  call: ClientCall,
  mode: "installed" | "lockfile",
  env: Environment,
): Promise<readonly LockfileEntry[]> {
  if (call.global) return [];
  const roots = await projectRoots(call.folder);
  const kinds = call.kind === undefined ? CLIENT_KINDS : [call.kind];
  const found = await Promise.all(kinds.map((kind) => readTree(kind, roots, mode, env)));
  return found.flat();
}

async function readTree(
  kind: ClientKind,
  roots: readonly string[],
  mode: "installed" | "lockfile",
  env: Environment,
): Promise<readonly LockfileEntry[]> {
  for (const root of roots) {
    const tree = await TREE_READERS[kind](root, env);
    if (tree !== undefined) return mode === "installed" ? tree : [...tree, ...((await readLockfile(kind, root)) ?? [])];
  }
  return [];
}

const TREE_READERS: Readonly<
  Record<ClientKind, (root: string, env: Environment) => Promise<readonly LockfileEntry[] | undefined>>
> = {
  npm: npmTree,
  pnpm: pnpmTree,
  bun: bunTree,
  yarn: yarnTree,
};
