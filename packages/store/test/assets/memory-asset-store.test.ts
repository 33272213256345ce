import { describeAssetStore } from "../../../../test/conformance/asset-store.ts";
import { createMemoryAssetStore } from "../../src/assets/memory-asset-store.ts";

describeAssetStore("memory", async (clock) => ({
  store: createMemoryAssetStore({ clock }),
  close: async () => undefined,
}));
