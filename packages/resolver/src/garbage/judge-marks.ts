/** A mark of the sweep, on the thing of this id. */
export interface Mark {
  readonly id: string;
  readonly markedTime: number;
}

export interface JudgedMarks<M extends Mark> {
  /** Marked for the whole grace period, and nothing refers to it still. */
  readonly remove: readonly M[];
  /** Referred to after all: the mark is a mistake of a sweep that looked too early. */
  readonly unmark: readonly M[];
}

/** What nothing refers to and has no mark yet. */
export function findUnmarked(
  all: Iterable<string>,
  referenced: ReadonlySet<string>,
  marks: readonly Mark[],
): readonly string[] {
  const marked = new Set(marks.map(({ id }) => id));
  return [...all].filter((id) => !referenced.has(id) && !marked.has(id));
}

/** What becomes of marks. One within its grace period stays, whatever refers to the thing. Times are milliseconds. */
export function judgeMarks<M extends Mark>(
  marks: readonly M[],
  referenced: ReadonlySet<string>,
  now: number,
  gracePeriod: number,
): JudgedMarks<M> {
  const due = marks.filter(({ markedTime }) => now - markedTime >= gracePeriod);
  return {
    remove: due.filter(({ id }) => !referenced.has(id)),
    unmark: due.filter(({ id }) => referenced.has(id)),
  };
}
