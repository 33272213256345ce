import { type Mark, findUnmarked, judgeMarks } from "../garbage/judge-marks.ts";
import type { Change, KeyOf, RecordKey } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { eachRecord } from "./each-record.ts";

/** So many removals share a wait for the disk; each still succeeds or fails by itself. */
const AT_ONCE = 64;

export interface SweepMarkedOptions {
  readonly of: "revision" | "asset";
  /** The ids of all that there are. */
  readonly all: Iterable<string>;
  readonly findReferenced: () => Promise<ReadonlySet<string>>;
  readonly keyOf: (id: string) => RecordKey;
  readonly gracePeriod: number;
  readonly dryRun: boolean;
  readonly onDue: (count: number) => void;
  readonly onRemoved: (id: string) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

interface StoredMark extends Mark {
  readonly key: KeyOf<"garbage">;
  readonly stamp: string;
}

/**
 * Marks what nothing refers to, and removes what was marked long enough ago. References are read after the marks, so one
 * written before a mark is seen, and one written after it has taken the mark off: the removing commit requires the mark
 * as it was read. Gives the ids that were newly marked; `onRemoved` gets the others.
 * Proven in test/use-cases/collect-garbage.test.ts
 */
export async function sweepMarked(ports: ResolverPorts, options: SweepMarkedOptions): Promise<readonly string[]> {
  const { of, all, findReferenced, gracePeriod, dryRun } = options;
  const now = ports.clock.now();
  const before = await findReferenced();
  const present = await marksOf(ports, of);
  const unmarked = findUnmarked(all, before, present);
  if (dryRun) {
    const marks = [...present, ...unmarked.map((id): Mark => ({ id, markedTime: now }))];
    for (const { id } of judgeMarks(marks, before, now, gracePeriod).remove) await options.onRemoved(id);
    return unmarked;
  }
  const marked = await mark(ports, of, unmarked);
  const marks = await marksOf(ports, of);
  const { remove, unmark } = judgeMarks(marks, await findReferenced(), ports.clock.now(), gracePeriod);
  // A mark that has gone or changed in the meantime is nobody's loss.
  for (const { key, stamp } of unmark) await ports.references.commit([{ type: "delete", key, stamp }]);
  options.onDue(remove.length);
  for (let start = 0; start < remove.length; start += AT_ONCE) {
    options.signal?.throwIfAborted();
    await Promise.all(remove.slice(start, start + AT_ONCE).map((each) => removeMarked(ports, options, each)));
  }
  return marked;
}

async function removeMarked(
  { references }: ResolverPorts,
  { keyOf, onRemoved }: SweepMarkedOptions,
  { id, key, stamp }: StoredMark,
): Promise<void> {
  const result = await references.commit([
    { type: "delete", key, stamp },
    { type: "delete", key: keyOf(id) },
  ]);
  if (result.committed) await onRemoved(id);
}

async function marksOf({ references }: ResolverPorts, of: SweepMarkedOptions["of"]): Promise<readonly StoredMark[]> {
  const marks: StoredMark[] = [];
  for await (const { key, value, stamp } of eachRecord(references, { type: "garbage" }))
    if (key.of === of) marks.push({ id: key.id, markedTime: value.markedTime, key, stamp });
  return marks;
}

/** Gives those that were not marked by another sweep first. */
async function mark(
  { references, clock }: ResolverPorts,
  of: SweepMarkedOptions["of"],
  ids: readonly string[],
): Promise<readonly string[]> {
  const value = { markedTime: clock.now() };
  const result = await references.commit(
    ids.map((id): Change => ({ type: "insert", ifPresent: "keep", key: { type: "garbage", of, id }, value })),
  );
  if (!result.committed) return [];
  const kept = new Set(result.kept.map((key) => (key.type === "garbage" ? key.id : "")));
  return ids.filter((id) => !kept.has(id));
}
