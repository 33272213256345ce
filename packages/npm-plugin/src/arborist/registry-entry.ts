import type { LockfileEntry } from "@headwater/formats";
import type { Node } from "@npmcli/arborist";

/** A package of a tree as an entry of a lockfile has it; `undefined` for what came from no registry: links, git, folders, files. Proven in test/npm-plugin/registries.test.ts */
export function registryEntry(node: Node): LockfileEntry | undefined {
  if (node.isLink || node.isRoot || node.isWorkspace || !node.isRegistryDependency) return undefined;
  if (node.inBundle) return undefined;
  const name = node.packageName ?? node.name;
  const { location, version, resolved, integrity } = node;
  if (resolved && !URL.canParse(resolved)) return undefined;
  return {
    key: location,
    name,
    version,
    ...(resolved ? { resolved } : {}),
    ...(integrity ? { integrity } : {}),
  };
}
