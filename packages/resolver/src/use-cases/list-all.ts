import type { ListedRecord, RecordPrefix, ReferenceStore } from "../ports/reference-store.ts";

/** Every record under a prefix. For lists whose length has a natural bound: a package's versions, a domain's repositories. */
export async function listAll<P extends RecordPrefix>(
  references: ReferenceStore,
  prefix: P,
): Promise<readonly ListedRecord<P["type"]>[]> {
  const { records } = await references.list(prefix);
  return records;
}
