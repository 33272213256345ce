import { describeRenditionStore } from "../../../../test/conformance/rendition-store.ts";
import { createMemoryRenditionStore } from "../../src/renditions/memory-rendition-store.ts";

describeRenditionStore("memory", async () => ({
  store: createMemoryRenditionStore(),
  close: async () => undefined,
}));
