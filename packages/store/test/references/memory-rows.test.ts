import { describeReferenceStore } from "../../../../test/conformance/reference-store.ts";
import { createMemoryReferenceStore } from "../../src/references/memory-reference-store.ts";

describeReferenceStore("memory", async () => {
  const store = createMemoryReferenceStore();
  return { store, other: store, close: async () => undefined };
});
