import type { AssetStore, Clock, ReferenceStore, RenditionStore } from "@headwater/resolver";
import { createMemoryAssetStore, createMemoryReferenceStore, createMemoryRenditionStore } from "@headwater/store";

/** A store of each kind in memory, empty. */
export function createMemoryStores(clock?: Clock): {
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
  readonly renditions: RenditionStore;
} {
  return {
    references: createMemoryReferenceStore(),
    assets: createMemoryAssetStore(clock === undefined ? {} : { clock }),
    renditions: createMemoryRenditionStore(clock === undefined ? {} : { clock }),
  };
}
