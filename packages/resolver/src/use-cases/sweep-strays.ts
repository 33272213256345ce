import type { AssetLocation } from "../asset/asset.ts";
import type { Removed } from "../garbage/garbage-report.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { eachRecord } from "./each-record.ts";

/** The least age, in milliseconds, at which bytes without a record are taken for abandoned: one hour. */
export const STRAY_AGE = 60 * 60_000;

/**
 * Bytes that no record names: left by a process that died between storing them and committing. A live one looks the same
 * for a moment and has no mark to take off, so only age tells them apart, whatever the grace period. The bytes are listed
 * before the records, so those of a record that is just being written are young or named.
 * Proven in test/use-cases/collect-garbage.test.ts
 */
export async function sweepStrays(
  ports: ResolverPorts,
  { gracePeriod, dryRun }: { readonly gracePeriod: number; readonly dryRun: boolean },
): Promise<{ readonly strays: Removed; readonly abandonedWrites: number }> {
  const { assets, clock } = ports;
  const age = Math.max(gracePeriod, STRAY_AGE);
  const before = clock.now() - age;
  const old: { readonly location: AssetLocation; readonly storedSize: number }[] = [];
  for await (const entry of assets.list()) if (entry.modifiedTime < before) old.push(entry);
  const named = await namedLocations(ports);
  let bytes = 0;
  let count = 0;
  for (const { location, storedSize } of old) {
    if (named.has(location)) continue;
    if (!dryRun) await assets.remove(location);
    count += 1;
    bytes += storedSize;
  }
  return { strays: { count, bytes }, abandonedWrites: await assets.removeAbandonedWrites(age, { dryRun }) };
}

/** Every place that a record names. */
async function namedLocations({ references }: Pick<ResolverPorts, "references">): Promise<ReadonlySet<string>> {
  const named = new Set<AssetLocation>();
  for await (const { value } of eachRecord(references, { type: "asset" })) named.add(value.location);
  for await (const { value } of eachRecord(references, { type: "external" })) {
    named.add(value.document);
    if (value.previousDocument !== undefined) named.add(value.previousDocument);
  }
  return named;
}
