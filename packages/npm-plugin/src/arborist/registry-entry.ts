import type { LockfileEntry } from "@headwater/formats";
import type { Node } from "@npmcli/arborist";

/** A node is asked before an install and after it, and what it is a dependency of takes npm long to say. */
const known = new WeakMap<Node, LockfileEntry | "none">();

/**
 * A package of a tree as an entry of a lockfile has it; `undefined` for what came from no registry: links, git, folders, files.
 * Proven in test/npm-plugin/registries.test.ts
 */
export function registryEntry(node: Node): LockfileEntry | undefined {
  const entry = known.get(node) ?? entryOf(node) ?? "none";
  known.set(node, entry);
  return entry === "none" ? undefined : entry;
}

function entryOf(node: Node): LockfileEntry | undefined {
  const { isLink, isRoot, isWorkspace, inBundle, location, version, resolved, integrity } = node;
  if (isLink || isRoot || isWorkspace || inBundle) return undefined;
  if (resolved && !URL.canParse(resolved)) return undefined;
  if (!node.isRegistryDependency) return undefined;
  return {
    key: location,
    name: node.packageName ?? node.name,
    version,
    ...(resolved ? { resolved } : {}),
    ...(integrity ? { integrity } : {}),
  };
}
