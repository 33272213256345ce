import { describeRenditionStore } from "../../../../test/conformance/rendition-store.ts";
import { createMemoryRenditionStore } from "../../src/renditions/memory-rendition-store.ts";

describeRenditionStore("memory", async (clock) => ({
  store: createMemoryRenditionStore({ clock }),
  close: async () => undefined,
}));
