import { type GroupTree, createGroupTree } from "../package-group/group-tree.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { listAll } from "./list-all.ts";

interface Known {
  readonly fingerprint: string;
  readonly tree: GroupTree;
}

const known = new WeakMap<ReferenceStore, Known>();

/**
 * The domain's package groups as they are now: a change counts from the next request on, also one by another process (PG22).
 * Groups are read and arranged anew only when one has changed, so that a request costs one look at their stored form.
 */
export async function loadGroups(references: ReferenceStore): Promise<GroupTree> {
  // Taken before the groups are read: a write in between makes the next request read anew.
  const fingerprint = await references.fingerprint([{ type: "group" }]);
  const last = known.get(references);
  if (last?.fingerprint === fingerprint) return last.tree;
  const tree = createGroupTree((await listAll(references, { type: "group" })).map(({ value }) => value));
  known.set(references, { fingerprint, tree });
  return tree;
}
