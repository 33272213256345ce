import { isHeadwaterError } from "../errors/headwater-error.ts";
import type { RecordKey, RecordOf, RecordType, Records, ReferenceStore, Stored } from "../ports/reference-store.ts";

/** What lies under a key: a record, none, or one that cannot be read and so has no stamp. */
export type FoundRecord<T extends RecordType> = Stored<Records[T]> | "missing" | "unreadable";

/**
 * A record, `"missing"` when there is none, `"unreadable"` when one is there that cannot be read.
 * Proven in packages/cli/test/commands/verify.test.ts
 */
export async function readRecord<K extends RecordKey>(
  references: ReferenceStore,
  key: K,
): Promise<Stored<RecordOf<K>> | "missing" | "unreadable"> {
  try {
    return (await references.get(key)) ?? "missing";
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "STORE_CORRUPT") return "unreadable";
    throw error;
  }
}
