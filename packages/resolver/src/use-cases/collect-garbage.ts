import { needsRevision } from "../package-version/reference.ts";
import type { Change, KeyOf, RecordKey } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { listAll } from "./list-all.ts";
import type { GarbageReport } from "./resolver.ts";

/** The least age, in milliseconds, at which bytes without a record are taken for abandoned: one hour. */
export const STRAY_AGE = 60 * 60_000;

/**
 * The sweep. What nothing refers to gets a mark; what has carried its mark for longer than the grace period and is still
 * unreferenced is removed. Whoever uses a thing again takes its mark off in the same commit that refers to it
 * (`retentionChanges`, `revisionChanges`), and the removing commit requires the mark as it was read: of a sweep and a use
 * at the same instant exactly one succeeds. References are read after the marks, so one written before a mark is seen,
 * and one written after it has taken the mark off.
 *
 * @param gracePeriod milliseconds
 */
export async function collectGarbage(ports: ResolverPorts, gracePeriod: number): Promise<GarbageReport> {
  const revisions = await sweepRevisions(ports, gracePeriod);
  const assets = await sweepAssets(ports, gracePeriod);
  await sweepStrayBytes(ports, gracePeriod);
  return {
    marked: revisions.marked + assets.marked,
    removedRevisions: revisions.removed.length,
    removedAssets: assets.removed.length,
    bytesRemoved: assets.bytes,
  };
}

async function sweepRevisions(ports: ResolverPorts, gracePeriod: number) {
  const { references } = ports;
  const all = (await listAll(references, { type: "revision" })).map(({ value }) => value.id);
  const marked = await mark(ports, "revision", subtract(all, await referencedRevisions(ports)));
  const removed = await removeMarked(
    ports,
    "revision",
    () => referencedRevisions(ports),
    gracePeriod,
    (id) => ({ type: "revision", revision: id }),
  );
  return { marked, removed };
}

async function sweepAssets(ports: ResolverPorts, gracePeriod: number) {
  const { references, assets } = ports;
  const all = await listAll(references, { type: "asset" });
  const byDigest = new Map(all.map(({ key, value }) => [key.sha512, value]));
  const marked = await mark(ports, "asset", subtract([...byDigest.keys()], await referencedAssets(ports)));
  const removed = await removeMarked(
    ports,
    "asset",
    () => referencedAssets(ports),
    gracePeriod,
    (id) => ({ type: "asset", sha512: id }),
  );
  let bytes = 0;
  for (const id of removed) {
    const asset = byDigest.get(id);
    if (asset === undefined) continue;
    await assets.remove(asset.location);
    bytes += asset.size;
  }
  return { marked, removed, bytes };
}

/**
 * Bytes that no record names: left by a process that died between storing them and committing. A live one looks the same
 * for a moment and has no mark to take off, so only age tells them apart, whatever the grace period.
 */
async function sweepStrayBytes({ references, assets, clock }: ResolverPorts, gracePeriod: number): Promise<void> {
  const age = Math.max(gracePeriod, STRAY_AGE);
  const before = clock.now() - age;
  const old = [];
  for await (const entry of assets.list()) if (entry.modifiedTime < before) old.push(entry.location);
  const named = new Set((await listAll(references, { type: "asset" })).map(({ value }) => value.location));
  for (const { value } of await listAll(references, { type: "external" })) {
    named.add(value.document);
    if (value.previousDocument !== undefined) named.add(value.previousDocument);
  }
  for (const location of old) if (!named.has(location)) await assets.remove(location);
  await assets.removeAbandonedWrites(age);
}

async function mark(
  { references, clock }: ResolverPorts,
  of: "revision" | "asset",
  ids: readonly string[],
): Promise<number> {
  const value = { markedTime: clock.now() };
  const result = await references.commit(
    ids.map((id): Change => ({ type: "insert", ifPresent: "keep", key: { type: "garbage", of, id }, value })),
  );
  return result.committed ? ids.length - result.kept.length : 0;
}

async function removeMarked(
  { references, clock }: ResolverPorts,
  of: "revision" | "asset",
  findReferenced: () => Promise<ReadonlySet<string>>,
  gracePeriod: number,
  keyOf: (id: string) => RecordKey,
): Promise<readonly string[]> {
  const removed: string[] = [];
  const marks = await listAll(references, { type: "garbage" });
  const referenced = await findReferenced();
  for (const { key, value, stamp } of marks) {
    if (key.of !== of || clock.now() - value.markedTime < gracePeriod) continue;
    if (referenced.has(key.id)) {
      await unmark(references, key, stamp);
      continue;
    }
    const result = await references.commit([
      { type: "delete", key, stamp },
      { type: "delete", key: keyOf(key.id) },
    ]);
    if (result.committed) removed.push(key.id);
  }
  return removed;
}

/** A mark on something that is referenced after all; one that has gone or changed in the meantime is nobody's loss. */
async function unmark(references: ResolverPorts["references"], key: KeyOf<"garbage">, stamp: string): Promise<void> {
  await references.commit([{ type: "delete", key, stamp }]);
}

async function referencedRevisions({ references }: ResolverPorts): Promise<ReadonlySet<string>> {
  const referenced = new Set<string>();
  for (const { value: repository } of await listAll(references, { type: "repository" })) {
    for (const { value } of await listAll(references, { type: "reference", repository: repository.name }))
      if (needsRevision(value)) referenced.add(value.revision);
  }
  return referenced;
}

async function referencedAssets({ references }: ResolverPorts): Promise<ReadonlySet<string>> {
  const revisions = await listAll(references, { type: "revision" });
  return new Set(revisions.flatMap(({ value }) => value.assets.map((asset) => asset.hashes["SHA-512"])));
}

const subtract = (all: readonly string[], without: ReadonlySet<string>): readonly string[] =>
  all.filter((each) => !without.has(each));
