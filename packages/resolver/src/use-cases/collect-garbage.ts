import type { AssetLocation } from "../asset/asset.ts";
import { findUnusedDocuments } from "../garbage/find-unused-documents.ts";
import {
  type GarbageItem,
  type GarbageOptions,
  type GarbageReport,
  type Removed,
  UNUSED_FOR,
} from "../garbage/garbage-report.ts";
import type { PackageVersionCoordinate } from "../names/coordinate.ts";
import { needsRevision } from "../package-version/reference.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { eachRecord } from "./each-record.ts";
import { sweepMarked } from "./sweep-marked.ts";
import { sweepStrays } from "./sweep-strays.ts";

/** What one sweep shares between its parts. */
interface Sweep {
  readonly ports: ResolverPorts;
  readonly gracePeriod: number;
  readonly unusedFor: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
  readonly items: GarbageItem[];
  readonly onDue: (count: number) => void;
  readonly onDone: () => void;
}

/**
 * The sweep. What nothing refers to gets a mark; what has carried its mark for longer than the grace period and is still
 * unreferenced is removed. Whoever uses a thing again takes its mark off in the same commit that refers to it
 * (`retentionChanges`, `revisionChanges`), and the removing commit requires the mark as it was read: of a sweep and a use
 * at the same instant exactly one succeeds. Beside that goes what is only speed and has not been used for long.
 *
 * What takes no record to remove goes first: on a full disk it makes the room that the records' transactions need. Every
 * record is gone before its bytes, so a sweep that is killed leaves at worst bytes that the next one takes.
 */
export async function collectGarbage(ports: ResolverPorts, options: GarbageOptions): Promise<GarbageReport> {
  const { gracePeriod, unusedFor = UNUSED_FOR, dryRun = false, onProgress, signal } = options;
  let [done, due] = [0, 0];
  const sweep: Sweep = {
    ports,
    gracePeriod,
    unusedFor,
    dryRun,
    signal,
    items: [],
    onDue(count) {
      due += count;
      onProgress?.(done, due);
    },
    onDone() {
      done += 1;
      onProgress?.(done, due);
    },
  };
  const renditions = (await ports.renditions?.removeUnused(unusedFor, { dryRun })) ?? { count: 0, bytes: 0 };
  const { strays, abandonedWrites } = await sweepStrays(ports, sweep);
  const documents = await sweepDocuments(sweep);
  const revisions = await sweepRevisions(sweep);
  const assets = await sweepAssets(sweep, revisions.removed);
  return {
    dryRun,
    marked: revisions.marked + assets.marked,
    removedRevisions: revisions.removed.size,
    removedAssets: assets.removed,
    bytesRemoved: assets.bytes,
    strays,
    abandonedWrites,
    documents,
    renditions,
    items: sweep.items,
  };
}

/** Documents of registries that nobody has used for long. One that is confirmed meanwhile has another stamp, and stays. */
async function sweepDocuments({ ports, unusedFor, dryRun, signal, items, onDue, onDone }: Sweep): Promise<Removed> {
  const { references, assets } = ports;
  const all = [];
  for await (const { key, value, stamp } of eachRecord(references, { type: "external" })) {
    const { confirmedTime, size, document, previousDocument } = value;
    all.push({ connection: key.connection, confirmedTime, key, stamp, size, locations: [document, previousDocument] });
  }
  const unused = findUnusedDocuments(all, unusedFor);
  onDue(unused.length);
  let [count, bytes] = [0, 0];
  for (const { key, stamp, size, locations } of unused) {
    signal?.throwIfAborted();
    if (!dryRun) {
      const { committed } = await references.commit([{ type: "delete", key, stamp }]);
      if (!committed) continue;
      // Whoever is at them this very moment fetches the document anew.
      for (const location of locations) if (location !== undefined) await assets.remove(location);
    }
    items.push({ step: "remove", type: "document", connection: key.connection, coordinate: key.package, size });
    [count, bytes] = [count + 1, bytes + size];
    onDone();
  }
  return { count, bytes };
}

async function sweepRevisions({ ports, gracePeriod, dryRun, signal, items, onDue, onDone }: Sweep) {
  const { references } = ports;
  const all = new Map<string, PackageVersionCoordinate>();
  for await (const { value } of eachRecord(references, { type: "revision" })) all.set(value.id, value.coordinate);
  const item = (step: "mark" | "remove", revision: string): void => {
    const coordinate = all.get(revision);
    if (coordinate !== undefined) items.push({ step, type: "revision", revision, coordinate });
  };
  const removed = new Set<string>();
  const marked = await sweepMarked(ports, {
    of: "revision",
    all: all.keys(),
    findReferenced: () => referencedRevisions(ports),
    keyOf: (revision) => ({ type: "revision", revision }),
    gracePeriod,
    dryRun,
    signal,
    onDue,
    async onRemoved(id) {
      if (!all.has(id)) return;
      removed.add(id);
      item("remove", id);
      onDone();
    },
  });
  for (const id of marked) item("mark", id);
  return { marked: marked.length, removed };
}

/** @param without revisions that have been removed, or in a dry run would have been */
async function sweepAssets(
  { ports, gracePeriod, dryRun, signal, items, onDue, onDone }: Sweep,
  without: ReadonlySet<string>,
) {
  const { references, assets } = ports;
  const all = new Map<string, { readonly size: number; readonly location: AssetLocation }>();
  for await (const { key, value } of eachRecord(references, { type: "asset" }))
    all.set(key.sha512, { size: value.size, location: value.location });
  let [removed, bytes] = [0, 0];
  const marked = await sweepMarked(ports, {
    of: "asset",
    all: all.keys(),
    findReferenced: () => referencedAssets(ports, dryRun ? without : new Set()),
    keyOf: (sha512) => ({ type: "asset", sha512 }),
    gracePeriod,
    dryRun,
    signal,
    onDue,
    async onRemoved(sha512) {
      const asset = all.get(sha512);
      if (asset === undefined) return;
      if (!dryRun) await assets.remove(asset.location);
      [removed, bytes] = [removed + 1, bytes + asset.size];
      items.push({ step: "remove", type: "asset", sha512, size: asset.size });
      onDone();
    },
  });
  for (const sha512 of marked) items.push({ step: "mark", type: "asset", sha512, size: all.get(sha512)?.size ?? 0 });
  return { marked: marked.length, removed, bytes };
}

async function referencedRevisions({ references }: ResolverPorts): Promise<ReadonlySet<string>> {
  const referenced = new Set<string>();
  for await (const { value: repository } of eachRecord(references, { type: "repository" })) {
    for await (const { value } of eachRecord(references, { type: "reference", repository: repository.name }))
      if (needsRevision(value)) referenced.add(value.revision);
  }
  return referenced;
}

async function referencedAssets(
  { references }: ResolverPorts,
  without: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const referenced = new Set<string>();
  for await (const { value } of eachRecord(references, { type: "revision" })) {
    if (without.has(value.id)) continue;
    for (const { hashes } of value.assets) referenced.add(hashes["SHA-512"]);
  }
  return referenced;
}
