import { HeadwaterError } from "../errors/headwater-error.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { ConfirmedSuspect } from "./confirm-suspect.ts";
import { readRecord } from "./read-record.ts";

/**
 * Removes the references to something that is lost, all in one commit, and with lost bytes their record, so that whoever
 * stores the same anew stores it whole. What is then unreferenced is the sweep's. False when any of it changed meanwhile;
 * then nothing was removed.
 */
export async function dropContent(
  { references, assets }: ResolverPorts,
  { type, id, claims }: ConfirmedSuspect,
): Promise<boolean> {
  const key = { type: "asset", sha512: id } as const;
  const record = type === "asset" ? await readRecord(references, key) : "missing";
  const { committed } = await references.commit([
    ...claims.map(({ key: reference, stamp }): Change => ({ type: "delete", key: reference, stamp })),
    ...(record === "missing"
      ? []
      : [{ type: "delete", key, ...(record === "unreadable" ? {} : { stamp: record.stamp }) } as const]),
  ]);
  if (committed && typeof record !== "string") await assets.remove(record.value.location);
  return committed;
}

/**
 * Refuses to drop anything while the asset store has no bytes at all: it is then more likely in another place than lost.
 * @throws STORE_UNAVAILABLE
 */
export async function requireAnyBytes({ references, assets }: ResolverPorts): Promise<void> {
  for await (const _ of assets.list()) return;
  const { records } = await references.list({ type: "asset" }, { limit: 1, skipDamaged: true });
  if (records.length === 0) return;
  throw new HeadwaterError(
    "STORE_UNAVAILABLE",
    "The asset store is empty, although the domain has assets; nothing was dropped.",
    {
      hint: "Check that its folder is the right one and its disk is there, or restore it from a backup. Whoever really has lost all of it deletes the repositories.",
    },
  );
}
