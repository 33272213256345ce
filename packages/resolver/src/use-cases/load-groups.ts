import { type GroupTree, createGroupTree } from "../package-group/group-tree.ts";
import type { Change, ReferenceStore, Stamp } from "../ports/reference-store.ts";
import { listAll } from "./list-all.ts";

const MARK = { type: "groups" } as const;

interface Known {
  readonly stamp: Stamp;
  readonly tree: GroupTree;
}

const known = new WeakMap<ReferenceStore, Known>();
const ROOT_ALONE = createGroupTree([]);

/**
 * The domain's package groups as they are now: a change counts from the next request on, also one by another process (PG22).
 * Groups are read and arranged anew only when one has changed, so that a request costs the look at one record.
 */
export async function loadGroups(references: ReferenceStore): Promise<GroupTree> {
  // Read before the groups are: a write in between makes the next request read them anew.
  const mark = await references.get(MARK);
  if (mark === undefined) return ROOT_ALONE;
  const last = known.get(references);
  if (last?.stamp === mark.stamp) return last.tree;
  const tree = createGroupTree((await listAll(references, { type: "group" })).map(({ value }) => value));
  known.set(references, { stamp: mark.stamp, tree });
  return tree;
}

/** Belongs into every commit that writes a package group. */
export const groupsWritten = (now: number): Change => ({ type: "put", key: MARK, value: { writtenTime: now } });
