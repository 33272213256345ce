import { randomBytes } from "node:crypto";
import type { Clock, RenditionKey, RenditionStore } from "@headwater/resolver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

export interface OpenedRenditionStore {
  readonly store: RenditionStore;
  close(): Promise<void>;
}

const KEY: RenditionKey = { repository: "team", package: "npm//lodash", variant: "full" };

const DAY = 86_400_000;

/**
 * What the port `RenditionStore` promises. A store may lose renditions at any time, but never gives wrong ones. The clock
 * runs ahead of the system's.
 */
export function describeRenditionStore(name: string, open: (clock: Clock) => Promise<OpenedRenditionStore>): void {
  describe(`the rendition store of ${name}`, () => {
    let opened: OpenedRenditionStore;
    let store: RenditionStore;
    let ahead = 0;
    beforeEach(async () => {
      ahead = 0;
      opened = await open({ now: () => Date.now() + ahead });
      store = opened.store;
    });
    afterEach(() => opened.close());

    it("gives undefined for what was never put", async () => {
      expect(await store.get(KEY)).toBeUndefined();
    });

    it.each([0, 1, 65_536, 1_000_000])("gives back %i bytes with their fingerprint", async (size) => {
      const bytes = randomBytes(size);
      expect(await store.put(KEY, { fingerprint: "one ünd two", bytes })).toBe(true);
      const found = await store.get(KEY);
      expect(found?.fingerprint).toBe("one ünd two");
      expect(Buffer.compare(found?.bytes ?? Buffer.from("none"), bytes)).toBe(0);
    });

    it("gives the rendition that was put last", async () => {
      await store.put(KEY, { fingerprint: "1", bytes: Buffer.from("first and longer") });
      await store.put(KEY, { fingerprint: "2", bytes: Buffer.from("second") });
      const found = await store.get(KEY);
      expect([found?.fingerprint, Buffer.from(found?.bytes ?? []).toString()]).toEqual(["2", "second"]);
    });

    it("keeps repositories, packages and variants apart", async () => {
      const keys: readonly RenditionKey[] = [
        KEY,
        { ...KEY, repository: "other" },
        { ...KEY, package: "npm/lodash/" },
        { ...KEY, variant: "abbreviated" },
      ];
      for (const [index, key] of keys.entries()) {
        await store.put(key, { fingerprint: `${index}`, bytes: Buffer.of(index) });
      }
      for (const [index, key] of keys.entries()) expect((await store.get(key))?.fingerprint).toBe(`${index}`);
    });

    it("gives one whole rendition while many are put at the same time", async () => {
      const put = (index: number): Promise<boolean> =>
        store.put(KEY, { fingerprint: `${index}`, bytes: Buffer.alloc(100_000, index) });
      const results = await Promise.all(Array.from({ length: 20 }, (_, index) => put(index)));
      expect(results).not.toContain(false);
      const found = await store.get(KEY);
      expect(new Set(found?.bytes)).toEqual(new Set([Number(found?.fingerprint)]));
    });

    describe("what nobody has used for long", () => {
      const put = (variant: string): Promise<boolean> =>
        store.put({ ...KEY, variant }, { fingerprint: variant, bytes: Buffer.alloc(1000) });

      it("is removed; what was got or put since stays", async () => {
        for (const variant of ["unused", "got"]) await put(variant);
        ahead += 10 * DAY;
        await put("put");
        await store.get({ ...KEY, variant: "got" });
        const removed = await store.removeUnused(8 * DAY);
        expect(removed.count).toBe(1);
        expect(removed.bytes).toBeGreaterThanOrEqual(1000);
        for (const variant of ["got", "put"]) expect((await store.get({ ...KEY, variant }))?.fingerprint).toBe(variant);
        ahead += 10 * DAY;
        expect((await store.removeUnused(8 * DAY)).count).toBe(2);
        expect((await store.removeUnused(8 * DAY)).count).toBe(0);
      });

      it("is only counted in a dry run", async () => {
        await put("unused");
        ahead += 10 * DAY;
        const counted = await store.removeUnused(8 * DAY, { dryRun: true });
        expect(counted.count).toBe(1);
        expect(await store.removeUnused(8 * DAY)).toEqual(counted);
      });

      it("is nothing while all of it is young, and nothing where there is nothing", async () => {
        expect(await store.removeUnused(0)).toEqual({ count: 0, bytes: 0 });
        await put("young");
        ahead += DAY;
        expect((await store.removeUnused(8 * DAY)).count).toBe(0);
      });
    });
  });
}
