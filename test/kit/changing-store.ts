/** Reference stores that others change at the worst moment. */
import type { ReferenceStore } from "@headwater/resolver";
import { createMemoryStores } from "./memory-stores.ts";

export interface ChangingStore {
  readonly references: ReferenceStore;
  /** Does this right before the next commit, once. */
  before(action: () => Promise<unknown>): void;
}

export function createChangingStore(): ChangingStore {
  const { references } = createMemoryStores();
  let meanwhile: (() => Promise<unknown>) | undefined;
  return {
    references: {
      ...references,
      async commit(changes) {
        const run = meanwhile;
        meanwhile = undefined;
        await run?.();
        return references.commit(changes);
      },
    },
    before: (action) => void (meanwhile = action),
  };
}
