import type { Cursor, ListedRecord, RecordPrefix, ReferenceStore } from "../ports/reference-store.ts";

const PAGE = 1000;

/**
 * Every record under a prefix, a page at a time, for what has no bound of its own: all references, revisions or assets of
 * a domain. Records that are written meanwhile may be among them or not. With `onDamaged` those that cannot be read are
 * counted and left out. Proven in test/use-cases/collect-garbage.test.ts
 */
export async function* eachRecord<P extends RecordPrefix>(
  references: ReferenceStore,
  prefix: P,
  onDamaged?: (count: number) => void,
): AsyncGenerator<ListedRecord<P["type"]>> {
  let after: Cursor | undefined;
  do {
    const skipDamaged = onDamaged !== undefined;
    const page = await references.list(prefix, { limit: PAGE, skipDamaged, ...(after === undefined ? {} : { after }) });
    if (page.damaged !== undefined && page.damaged > 0) onDamaged?.(page.damaged);
    yield* page.records;
    after = page.next;
  } while (after !== undefined);
}
