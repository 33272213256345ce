import type { ReferenceStore } from "@headwater/resolver";
import { makeDomainKeys } from "../encryption/domain-keys.ts";
import { createReferenceStore } from "./create-reference-store.ts";
import { createMemoryRows } from "./memory-rows.ts";
import { createRecordCodec } from "./record-codec.ts";
import { withOpenedRecords } from "./with-opened-records.ts";

/** A reference store in memory, under keys of its own: for tests and for domains that need not last. */
export function createMemoryReferenceStore(): ReferenceStore {
  return createReferenceStore(createMemoryRows(), withOpenedRecords(createRecordCodec(makeDomainKeys())));
}
