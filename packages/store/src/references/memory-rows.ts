import type { KeyRange } from "../keys.ts";
import { type RowBackend, type RowStep, type StoredRow, createRowDigest } from "./row-backend.ts";

/** Rows in this process's memory, gone with it. */
export function createMemoryRows(): RowBackend {
  const values = new Map<string, string>();
  /** Every key of `values`, sorted. */
  const keys: string[] = [];

  const set = (key: string, value: string | undefined): void => {
    const position = firstNotBelow(keys, key);
    if (value === undefined) {
      if (values.delete(key)) keys.splice(position, 1);
      return;
    }
    if (!values.has(key)) keys.splice(position, 0, key);
    values.set(key, value);
  };
  const rowsOf = (range: KeyRange): StoredRow[] =>
    keys
      .slice(firstNotBelow(keys, range.from), firstNotBelow(keys, range.to))
      .map((key) => [key, values.get(key) ?? ""]);

  return {
    async read(wanted) {
      return wanted.map((key) => values.get(key));
    },
    async range(range, limit) {
      return rowsOf(range).slice(0, limit);
    },
    async digest(ranges) {
      const digest = createRowDigest();
      for (const range of ranges) {
        for (const [key, value] of rowsOf(range)) digest.add(key, value);
        digest.endRange();
      }
      return digest.end();
    },
    async commit(steps) {
      const before: [string, string | undefined][] = [];
      const kept: number[] = [];
      const conflicts: number[] = [];
      for (const [position, step] of steps.entries()) {
        const present = values.get(step.key);
        if (step.type === "insert" && present !== undefined && step.ifPresent === "keep") kept.push(position);
        else if (!holds(step, present)) conflicts.push(position);
        else if (step.type === "delete" || "value" in step) {
          before.push([step.key, present]);
          set(step.key, "value" in step ? step.value : undefined);
        }
      }
      if (conflicts.length === 0) return { committed: true, kept };
      for (const [key, value] of before.toReversed()) set(key, value);
      return { committed: false, conflicts };
    },
    async close() {
      values.clear();
      keys.length = 0;
    },
  };
}

/** What a step expects of the row that is there. */
function holds(step: RowStep, present: string | undefined): boolean {
  switch (step.type) {
    case "put":
      return true;
    case "insert":
    case "forbid":
      return present === undefined;
    case "replace":
      return present === step.expected;
    case "delete":
      return step.expected === undefined || present === step.expected;
    case "require":
      return step.expected === undefined ? present !== undefined : present === step.expected;
  }
}

function firstNotBelow(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
