import type { Change, ReferenceStore } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { COMMITTED, mark, markKey, putMark, stampOf, timeOf, type ReferenceStores } from "./records.ts";

const insert = (id: string, time: number, ifPresent: "keep" | "conflict"): Change => ({
  type: "insert",
  ifPresent,
  key: markKey(id),
  value: mark(time),
});

/** What the port `ReferenceStore` promises of `commit`. */
export function describeCommits(at: ReferenceStores): void {
  describe("commit", () => {
    it("does nothing for no changes", async () => {
      expect(await at.store.commit([])).toEqual(COMMITTED);
    });

    it("inserts what is absent", async () => {
      expect(await at.store.commit([insert("a", 1, "keep"), insert("b", 2, "conflict")])).toEqual(COMMITTED);
      expect([await timeOf(at.store, "a"), await timeOf(at.store, "b")]).toEqual([1, 2]);
    });

    it("keeps what is present when an insert says so, names its key and does the rest", async () => {
      await at.store.commit([putMark("a", 1)]);
      const result = await at.store.commit([insert("a", 9, "keep"), putMark("b", 2)]);
      expect(result).toEqual({ committed: true, kept: [markKey("a")] });
      expect([await timeOf(at.store, "a"), await timeOf(at.store, "b")]).toEqual([1, 2]);
    });

    it("conflicts on what is present when an insert says so", async () => {
      await at.store.commit([putMark("a", 1)]);
      expect(await at.store.commit([insert("a", 9, "conflict")])).toEqual({
        committed: false,
        conflicts: [markKey("a")],
      });
      expect(await timeOf(at.store, "a")).toBe(1);
    });

    it("replaces a record that is still the one that was read", async () => {
      await at.store.commit([putMark("a", 1)]);
      const stamp = await stampOf(at.store, "a");
      expect(await at.store.commit([{ type: "replace", key: markKey("a"), value: mark(2), stamp }])).toEqual(COMMITTED);
      expect(await timeOf(at.other, "a")).toBe(2);
    });

    it("does not replace a record that was written since, even with an equal value", async () => {
      await at.store.commit([putMark("a", 1)]);
      const stamp = await stampOf(at.store, "a");
      await at.other.commit([putMark("a", 1)]);
      expect(await at.store.commit([{ type: "replace", key: markKey("a"), value: mark(2), stamp }])).toEqual({
        committed: false,
        conflicts: [markKey("a")],
      });
      expect(await timeOf(at.store, "a")).toBe(1);
    });

    it("does not replace a record that was deleted since", async () => {
      await at.store.commit([putMark("a", 1)]);
      const stamp = await stampOf(at.store, "a");
      await at.other.commit([{ type: "delete", key: markKey("a") }]);
      const result = await at.store.commit([{ type: "replace", key: markKey("a"), value: mark(2), stamp }]);
      expect(result.committed).toBe(false);
      expect(await timeOf(at.store, "a")).toBeUndefined();
    });

    it("deletes without a stamp whether the record is there or not", async () => {
      await at.store.commit([putMark("a", 1)]);
      const deletion: Change = { type: "delete", key: markKey("a") };
      expect(await at.store.commit([deletion])).toEqual(COMMITTED);
      expect(await timeOf(at.store, "a")).toBeUndefined();
      expect(await at.store.commit([deletion])).toEqual(COMMITTED);
    });

    it("deletes with a stamp only the record that was read", async () => {
      await at.store.commit([putMark("a", 1)]);
      const stamp = await stampOf(at.store, "a");
      await at.other.commit([putMark("a", 2)]);
      const stale: Change = { type: "delete", key: markKey("a"), stamp };
      expect(await at.store.commit([stale])).toEqual({ committed: false, conflicts: [markKey("a")] });
      expect(await at.store.commit([{ ...stale, stamp: await stampOf(at.store, "a") }])).toEqual(COMMITTED);
      expect(await timeOf(at.store, "a")).toBeUndefined();
      expect((await at.store.commit([stale])).committed).toBe(false);
    });

    it("requires a record to be there, and with a stamp to be unchanged", async () => {
      const required: Change = { type: "require", key: markKey("a") };
      expect(await at.store.commit([required, putMark("b", 1)])).toEqual({
        committed: false,
        conflicts: [markKey("a")],
      });
      expect(await timeOf(at.store, "b")).toBeUndefined();
      await at.store.commit([putMark("a", 1)]);
      const stamp = await stampOf(at.store, "a");
      expect(await at.store.commit([required, { ...required, stamp }, putMark("b", 1)])).toEqual(COMMITTED);
      expect(await stampOf(at.store, "a")).toBe(stamp);
      await at.other.commit([putMark("a", 1)]);
      expect((await at.store.commit([{ ...required, stamp }])).committed).toBe(false);
    });

    it("forbids a record to be there", async () => {
      const forbidden: Change = { type: "forbid", key: markKey("a") };
      expect(await at.store.commit([forbidden, putMark("b", 1)])).toEqual(COMMITTED);
      await at.store.commit([putMark("a", 1)]);
      expect(await at.store.commit([forbidden, putMark("b", 2)])).toEqual({
        committed: false,
        conflicts: [markKey("a")],
      });
      expect(await timeOf(at.store, "b")).toBe(1);
    });

    it("writes nothing at all when one step conflicts, wherever it stands, and names every conflict", async () => {
      await at.store.commit([putMark("a", 1), putMark("b", 1)]);
      const before = await at.store.fingerprint([{ type: "garbage" }]);
      const result = await at.store.commit([
        putMark("a", 2),
        insert("a", 3, "conflict"),
        putMark("new", 2),
        { type: "delete", key: markKey("b") },
        { type: "require", key: markKey("none") },
        putMark("last", 2),
      ]);
      expect(result).toEqual({ committed: false, conflicts: [markKey("a"), markKey("none")] });
      expect(await at.store.fingerprint([{ type: "garbage" }])).toBe(before);
      expect([
        await timeOf(at.store, "a"),
        await timeOf(at.store, "b"),
        await timeOf(at.store, "new"),
        await timeOf(at.store, "last"),
      ]).toEqual([1, 1, undefined, undefined]);
    });

    it("applies the steps in order, each on what the ones before it left", async () => {
      const result = await at.store.commit([
        insert("a", 1, "conflict"),
        { type: "require", key: markKey("a") },
        insert("a", 2, "keep"),
        { type: "delete", key: markKey("a") },
        { type: "forbid", key: markKey("a") },
        putMark("a", 3),
      ]);
      expect(result).toEqual({ committed: true, kept: [markKey("a")] });
      expect(await timeOf(at.store, "a")).toBe(3);
    });

    it("lets exactly one of many inserts of one record at the same instant win", async () => {
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? at.store : at.other).commit([
            insert("a", index, "conflict"),
            putMark(`by ${index}`, index),
          ]),
        ),
      );
      const winners = results.flatMap((result, index) => (result.committed ? [index] : []));
      expect(winners).toHaveLength(1);
      expect(await timeOf(at.store, "a")).toBe(winners[0]);
      expect((await at.store.list({ type: "garbage" })).records).toHaveLength(2);
    });

    it("loses no write of a counter that many change by read, then replace", async () => {
      await at.store.commit([putMark("counter", 0)]);
      const add = async (by: ReferenceStore): Promise<void> => {
        for (;;) {
          const read = await by.get(markKey("counter"));
          if (read === undefined) throw new Error("The counter is gone.");
          const value = mark(read.value.markedTime + 1);
          const change: Change = { type: "replace", key: markKey("counter"), value, stamp: read.stamp };
          if ((await by.commit([change])).committed) return;
        }
      };
      await Promise.all(Array.from({ length: 30 }, (_, index) => add(index % 2 === 0 ? at.store : at.other)));
      expect(await timeOf(at.store, "counter")).toBe(30);
    });

    it("is seen by every reader once it is acknowledged", async () => {
      for (let round = 1; round <= 20; round++) {
        await at.store.commit([putMark("a", round)]);
        expect(await timeOf(at.other, "a")).toBe(round);
        expect((await at.other.list({ type: "garbage" })).records[0]?.value.markedTime).toBe(round);
      }
    });
  });
}
