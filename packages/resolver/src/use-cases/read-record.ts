import { isHeadwaterError } from "../errors/headwater-error.ts";
import type { RecordKey, RecordOf, ReferenceStore, Stored } from "../ports/reference-store.ts";

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
