import { type GroupTree, createGroupTree } from "../package-group/group-tree.ts";
import type { Change, ReferenceStore, Stamp } from "../ports/reference-store.ts";
import { listAll } from "./list-all.ts";

/** Who reads other records for a request too reads this one with them, and gives its stamp to `groupsAt`. */
export const GROUPS_MARK = { type: "groups" } as const;

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
  return groupsAt(references, (await references.get(GROUPS_MARK))?.stamp);
}

/** @param stamp of the mark, read before the groups are: a write in between makes the next request read them anew */
export async function groupsAt(references: ReferenceStore, stamp: Stamp | undefined): Promise<GroupTree> {
  if (stamp === undefined) return ROOT_ALONE;
  const last = known.get(references);
  if (last?.stamp === stamp) return last.tree;
  const tree = createGroupTree((await listAll(references, { type: "group" })).map(({ value }) => value));
  known.set(references, { stamp, tree });
  return tree;
}

/** Belongs into every commit that writes a package group. */
export const groupsWritten = (now: number): Change => ({ type: "put", key: GROUPS_MARK, value: { writtenTime: now } });
