import type { Change, KeyOf } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { ConfirmedSuspect } from "./confirm-suspect.ts";
import { readRecord } from "./read-record.ts";

/**
 * Removes the references to something that is lost, all in one commit, and with lost bytes their record, so that whoever
 * stores the same anew stores it whole. What is then unreferenced is the sweep's. False when any of it is no longer what was
 * found damaged, so that what somebody has stored whole meanwhile is spared; then nothing was removed.
 */
export async function dropContent(
  { references, assets }: Pick<ResolverPorts, "references" | "assets">,
  suspect: ConfirmedSuspect,
): Promise<boolean> {
  // Of a record without a stamp only a look tells whether it is still the same.
  if (suspect.record === "unreadable" && (await readRecord(references, keyOf(suspect))) !== "unreadable") return false;
  const { committed } = await references.commit([
    ...suspect.claims.map(({ key, stamp }): Change => ({ type: "delete", key, stamp })),
    ...recordChanges(suspect),
  ]);
  if (committed && suspect.type === "asset" && typeof suspect.record !== "string")
    await assets.remove(suspect.record.value.location);
  return committed;
}

const keyOf = ({ type, id }: ConfirmedSuspect): KeyOf<"asset" | "revision"> =>
  type === "asset" ? { type, sha512: id } : { type, revision: id };

function recordChanges(suspect: ConfirmedSuspect): readonly Change[] {
  const { type, record } = suspect;
  const key = keyOf(suspect);
  if (record === "missing") return [{ type: "forbid", key }];
  if (record === "unreadable") return type === "asset" ? [{ type: "delete", key }] : [];
  return [{ type: type === "asset" ? "delete" : "require", key, stamp: record.stamp }];
}
