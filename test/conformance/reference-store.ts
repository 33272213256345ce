import { afterEach, beforeEach, describe } from "vitest";
import { describeCommits } from "./reference-store/commits.ts";
import { describeFingerprints } from "./reference-store/fingerprints.ts";
import { describeListings } from "./reference-store/listings.ts";
import { describeReads } from "./reference-store/reads.ts";
import type { ReferenceStores } from "./reference-store/records.ts";

export interface OpenedReferenceStore extends ReferenceStores {
  close(): Promise<void>;
}

/** What the port `ReferenceStore` promises. `open` gives an empty store for each test. */
export function describeReferenceStore(name: string, open: () => Promise<OpenedReferenceStore>): void {
  describe(`the reference store of ${name}`, () => {
    let opened: OpenedReferenceStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const current: ReferenceStores = {
      get store() {
        return opened.store;
      },
      get other() {
        return opened.other;
      },
    };
    describeReads(current);
    describeCommits(current);
    describeListings(current);
    describeFingerprints(current);
  });
}
