import type {
  Change,
  GarbageMark,
  KeyOf,
  PackageCoordinate,
  RecordKey,
  RecordPrefix,
  Reference,
  ReferenceStore,
} from "@headwater/resolver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** Two doors to one store, as two processes have them; a store that only one process can see gives the same one twice. */
export interface OpenedReferenceStore {
  readonly store: ReferenceStore;
  readonly other: ReferenceStore;
  close(): Promise<void>;
}

const LODASH: PackageCoordinate = { format: "npm", name: "lodash" };
const CORE: PackageCoordinate = { format: "npm", namespace: "babel", name: "core" };

const referenceKey = (version: string, repository = "team", of = LODASH): KeyOf<"reference"> => ({
  type: "reference",
  repository,
  coordinate: { ...of, version },
});
const garbageKey = (id: string): KeyOf<"garbage"> => ({ type: "garbage", of: "asset", id });
const mark = (markedTime: number): GarbageMark => ({ markedTime });
const reference = (revision: string): Reference => ({
  revision,
  status: "Published",
  origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } },
  publishedTime: 1,
  retainedTime: 2,
});
const put = (id: string, time: number): Change => ({ type: "put", key: garbageKey(id), value: mark(time) });
const insert = (id: string, time: number, ifPresent: "keep" | "conflict"): Change => ({
  type: "insert",
  ifPresent,
  key: garbageKey(id),
  value: mark(time),
});

/** What the port `ReferenceStore` promises. */
export function describeReferenceStore(name: string, open: () => Promise<OpenedReferenceStore>): void {
  describe(`the reference store of ${name}`, () => {
    let opened: OpenedReferenceStore;
    let store: ReferenceStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const timeOf = async (id: string, from = store): Promise<number | undefined> =>
      (await from.get(garbageKey(id)))?.value.markedTime;
    const stampOf = async (id: string): Promise<string> => {
      const stored = await store.get(garbageKey(id));
      if (stored === undefined) throw new Error(`There is no record ${id}.`);
      return stored.stamp;
    };
    const committed = { committed: true, kept: [] };

    describe("get", () => {
      it("gives undefined for a record that is not there", async () => {
        expect(await store.get({ type: "repository", repository: "team" })).toBeUndefined();
      });

      it("gives back every kind of record exactly as it was put", async () => {
        const records: readonly Extract<Change, { type: "put" }>[] = [
          { type: "put", key: { type: "domain" }, value: { name: "acme", owner: "111122223333", createdTime: 1 } },
          {
            type: "put",
            key: { type: "repository", repository: "team" },
            value: { name: "team", administratorAccount: "111122223333", upstreams: ["shared"], createdTime: 1 },
          },
          {
            type: "put",
            key: { type: "package", repository: "team", package: CORE },
            value: {
              originControls: { publish: "BLOCK", upstream: "ALLOW" },
              tags: JSON.parse('{"latest":"1.0.0","__proto__":"2.0.0","ünï\\"cödé\\n":"3.0.0"}'),
            },
          },
          { type: "put", key: referenceKey("1.0.0", "team", CORE), value: reference("r1") },
          {
            type: "put",
            key: { type: "revision", revision: "r1" },
            value: {
              id: "r1",
              coordinate: { ...CORE, version: "1.0.0" },
              manifest: { name: "@babel/core", nested: { deep: [1, null, true] } },
              assets: [],
            },
          },
          {
            type: "put",
            key: { type: "asset", sha512: "ab".repeat(64) },
            value: {
              size: 1,
              hashes: { MD5: "a", "SHA-1": "b", "SHA-256": "c", "SHA-512": "d" },
              location: "x",
              storedTime: 1,
            },
          },
          {
            type: "put",
            key: { type: "external", connection: "public:npmjs https://npm.example.com/", package: CORE },
            value: { document: "x", documentId: "y", size: 1, etag: '"z"', confirmedTime: 1 },
          },
          { type: "put", key: { type: "garbage", of: "revision", id: "r1" }, value: mark(1) },
        ];
        expect(await store.commit(records)).toEqual(committed);
        for (const { key, value } of records) expect((await opened.other.get<RecordKey>(key))?.value).toEqual(value);
      });

      it("keeps apart a package without a namespace and one whose namespace bears a name like it", async () => {
        const plain = { type: "package", repository: "team", package: { format: "npm", name: "core" } } as const;
        const scoped = { type: "package", repository: "team", package: CORE } as const;
        const value = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
        await store.commit([{ type: "put", key: plain, value }]);
        expect(await store.get(plain)).toBeDefined();
        expect(await store.get(scoped)).toBeUndefined();
      });

      it("gives the same stamp until the record is written again, and then another", async () => {
        await store.commit([put("a", 1)]);
        const first = await stampOf("a");
        expect(await stampOf("a")).toBe(first);
        expect((await opened.other.get(garbageKey("a")))?.stamp).toBe(first);
        await store.commit([put("a", 1)]);
        expect(await stampOf("a")).not.toBe(first);
      });
    });

    describe("getMany", () => {
      it("gives records in the order of the keys and undefined for each miss", async () => {
        await store.commit([put("a", 1), put("b", 2)]);
        const found = await store.getMany([garbageKey("b"), garbageKey("none"), garbageKey("a"), garbageKey("b")]);
        expect(found.map((stored) => stored?.value.markedTime)).toEqual([2, undefined, 1, 2]);
      });

      it("gives an empty list for no keys", async () => {
        expect(await store.getMany([])).toEqual([]);
      });

      it("gives a few thousand records at once", async () => {
        const ids = Array.from({ length: 2_500 }, (_, index) => `${index}`);
        await store.commit(ids.map((id, index) => put(id, index)));
        const found = await store.getMany(ids.map((id) => garbageKey(id)));
        expect(found.map((stored) => stored?.value.markedTime)).toEqual(ids.map(Number));
      });
    });

    describe("commit", () => {
      it("does nothing for no changes", async () => {
        expect(await store.commit([])).toEqual(committed);
      });

      it("inserts what is absent", async () => {
        expect(await store.commit([insert("a", 1, "keep"), insert("b", 2, "conflict")])).toEqual(committed);
        expect([await timeOf("a"), await timeOf("b")]).toEqual([1, 2]);
      });

      it("keeps what is present when an insert says so, names its key and does the rest", async () => {
        await store.commit([put("a", 1)]);
        const result = await store.commit([insert("a", 9, "keep"), put("b", 2)]);
        expect(result).toEqual({ committed: true, kept: [garbageKey("a")] });
        expect([await timeOf("a"), await timeOf("b")]).toEqual([1, 2]);
      });

      it("conflicts on what is present when an insert says so", async () => {
        await store.commit([put("a", 1)]);
        expect(await store.commit([insert("a", 9, "conflict")])).toEqual({
          committed: false,
          conflicts: [garbageKey("a")],
        });
        expect(await timeOf("a")).toBe(1);
      });

      it("replaces a record that is still the one that was read", async () => {
        await store.commit([put("a", 1)]);
        const stamp = await stampOf("a");
        expect(await store.commit([{ type: "replace", key: garbageKey("a"), value: mark(2), stamp }])).toEqual(
          committed,
        );
        expect(await timeOf("a", opened.other)).toBe(2);
      });

      it("does not replace a record that was written since, even with an equal value", async () => {
        await store.commit([put("a", 1)]);
        const stamp = await stampOf("a");
        await opened.other.commit([put("a", 1)]);
        expect(await store.commit([{ type: "replace", key: garbageKey("a"), value: mark(2), stamp }])).toEqual({
          committed: false,
          conflicts: [garbageKey("a")],
        });
        expect(await timeOf("a")).toBe(1);
      });

      it("does not replace a record that was deleted since", async () => {
        await store.commit([put("a", 1)]);
        const stamp = await stampOf("a");
        await opened.other.commit([{ type: "delete", key: garbageKey("a") }]);
        const result = await store.commit([{ type: "replace", key: garbageKey("a"), value: mark(2), stamp }]);
        expect(result.committed).toBe(false);
        expect(await timeOf("a")).toBeUndefined();
      });

      it("deletes without a stamp whether the record is there or not", async () => {
        await store.commit([put("a", 1)]);
        const deletion: Change = { type: "delete", key: garbageKey("a") };
        expect(await store.commit([deletion])).toEqual(committed);
        expect(await timeOf("a")).toBeUndefined();
        expect(await store.commit([deletion])).toEqual(committed);
      });

      it("deletes with a stamp only the record that was read", async () => {
        await store.commit([put("a", 1)]);
        const stamp = await stampOf("a");
        await opened.other.commit([put("a", 2)]);
        const stale: Change = { type: "delete", key: garbageKey("a"), stamp };
        expect(await store.commit([stale])).toEqual({ committed: false, conflicts: [garbageKey("a")] });
        expect(await store.commit([{ ...stale, stamp: await stampOf("a") }])).toEqual(committed);
        expect(await timeOf("a")).toBeUndefined();
        expect((await store.commit([stale])).committed).toBe(false);
      });

      it("requires a record to be there, and with a stamp to be unchanged", async () => {
        const required: Change = { type: "require", key: garbageKey("a") };
        expect(await store.commit([required, put("b", 1)])).toEqual({ committed: false, conflicts: [garbageKey("a")] });
        expect(await timeOf("b")).toBeUndefined();
        await store.commit([put("a", 1)]);
        const stamp = await stampOf("a");
        expect(await store.commit([required, { ...required, stamp }, put("b", 1)])).toEqual(committed);
        expect(await stampOf("a")).toBe(stamp);
        await opened.other.commit([put("a", 1)]);
        expect((await store.commit([{ ...required, stamp }])).committed).toBe(false);
      });

      it("forbids a record to be there", async () => {
        const forbidden: Change = { type: "forbid", key: garbageKey("a") };
        expect(await store.commit([forbidden, put("b", 1)])).toEqual(committed);
        await store.commit([put("a", 1)]);
        expect(await store.commit([forbidden, put("b", 2)])).toEqual({
          committed: false,
          conflicts: [garbageKey("a")],
        });
        expect(await timeOf("b")).toBe(1);
      });

      it("writes nothing at all when one step conflicts, wherever it stands, and names every conflict", async () => {
        await store.commit([put("a", 1), put("b", 1)]);
        const before = await store.fingerprint([{ type: "garbage" }]);
        const result = await store.commit([
          put("a", 2),
          insert("a", 3, "conflict"),
          put("new", 2),
          { type: "delete", key: garbageKey("b") },
          { type: "require", key: garbageKey("none") },
          put("last", 2),
        ]);
        expect(result).toEqual({ committed: false, conflicts: [garbageKey("a"), garbageKey("none")] });
        expect(await store.fingerprint([{ type: "garbage" }])).toBe(before);
        expect([await timeOf("a"), await timeOf("b"), await timeOf("new"), await timeOf("last")]).toEqual([
          1,
          1,
          undefined,
          undefined,
        ]);
      });

      it("applies the steps in order, each on what the ones before it left", async () => {
        const result = await store.commit([
          insert("a", 1, "conflict"),
          { type: "require", key: garbageKey("a") },
          insert("a", 2, "keep"),
          { type: "delete", key: garbageKey("a") },
          { type: "forbid", key: garbageKey("a") },
          put("a", 3),
        ]);
        expect(result).toEqual({ committed: true, kept: [garbageKey("a")] });
        expect(await timeOf("a")).toBe(3);
      });

      it("lets exactly one of many inserts of one record at the same instant win", async () => {
        const results = await Promise.all(
          Array.from({ length: 40 }, (_, index) =>
            (index % 2 === 0 ? store : opened.other).commit([
              insert("a", index, "conflict"),
              put(`by ${index}`, index),
            ]),
          ),
        );
        const winners = results.flatMap((result, index) => (result.committed ? [index] : []));
        expect(winners).toHaveLength(1);
        expect(await timeOf("a")).toBe(winners[0]);
        expect((await store.list({ type: "garbage" })).records).toHaveLength(2);
      });

      it("loses no write of a counter that many change by read, then replace", async () => {
        await store.commit([put("counter", 0)]);
        const add = async (by: ReferenceStore): Promise<void> => {
          for (;;) {
            const read = await by.get(garbageKey("counter"));
            if (read === undefined) throw new Error("The counter is gone.");
            const value = mark(read.value.markedTime + 1);
            const change: Change = { type: "replace", key: garbageKey("counter"), value, stamp: read.stamp };
            if ((await by.commit([change])).committed) return;
          }
        };
        await Promise.all(Array.from({ length: 30 }, (_, index) => add(index % 2 === 0 ? store : opened.other)));
        expect(await timeOf("counter")).toBe(30);
      });

      it("is seen by every reader once it is acknowledged", async () => {
        for (let round = 1; round <= 20; round++) {
          await store.commit([put("a", round)]);
          expect(await timeOf("a", opened.other)).toBe(round);
          expect((await opened.other.list({ type: "garbage" })).records[0]?.value.markedTime).toBe(round);
        }
      });
    });

    describe("list", () => {
      const versions = Array.from({ length: 30 }, (_, index) => `1.0.${index}`);
      const versionsIn = async (prefix: RecordPrefix & { readonly type: "reference" }): Promise<readonly string[]> =>
        (await store.list(prefix)).records.map(({ key }) => key.coordinate.version).toSorted();

      beforeEach(async () => {
        const changes = versions.map((version): Change => ({
          type: "put",
          key: referenceKey(version),
          value: reference(version),
        }));
        await store.commit([
          ...changes,
          { type: "put", key: referenceKey("7.0.0", "team", CORE), value: reference("c") },
          { type: "put", key: referenceKey("9.9.9", "other"), value: reference("o") },
        ]);
      });

      it("gives an empty last page where there is nothing", async () => {
        expect(await store.list({ type: "repository" })).toEqual({ records: [] });
      });

      it("gives the records under a repository, and under a package of it, with their keys, values and stamps", async () => {
        expect(await versionsIn({ type: "reference", repository: "team" })).toEqual([...versions, "7.0.0"].toSorted());
        expect(await versionsIn({ type: "reference", repository: "team", package: LODASH })).toEqual(
          versions.toSorted(),
        );
        const page = await store.list({ type: "reference", repository: "team", package: CORE });
        const stored = await store.get(referenceKey("7.0.0", "team", CORE));
        expect(page).toEqual({ records: [{ key: referenceKey("7.0.0", "team", CORE), ...stored }] });
      });

      it("lists packages of a repository, of all formats or of one", async () => {
        const value = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
        const inFormat = (format: "npm" | "pypi"): KeyOf<"package"> => ({
          type: "package",
          repository: "team",
          package: { format, name: "same" },
        });
        await store.commit([
          { type: "put", key: inFormat("npm"), value },
          { type: "put", key: inFormat("pypi"), value },
        ]);
        const all = await store.list({ type: "package", repository: "team" });
        expect(all.records.map(({ key }) => key.package.format).toSorted()).toEqual(["npm", "pypi"]);
        const npm = await store.list({ type: "package", repository: "team", format: "npm" });
        expect(npm.records.map(({ key }) => key)).toEqual([inFormat("npm")]);
      });

      it("pages through everything once, whatever the size of the pages, with cursors free of white space", async () => {
        const whole = await store.list({ type: "reference", repository: "team" });
        for (const limit of [1, 7, 31, 100]) {
          const seen: KeyOf<"reference">[] = [];
          let after: string | undefined;
          do {
            const page = await store.list(
              { type: "reference", repository: "team" },
              after === undefined ? { limit } : { limit, after },
            );
            expect(page.records.length).toBeLessThanOrEqual(limit);
            if (page.next !== undefined) expect(page.records).toHaveLength(limit);
            expect(page.next ?? "none").toMatch(/^\S+$/);
            seen.push(...page.records.map(({ key }) => key));
            after = page.next;
          } while (after !== undefined);
          expect(seen).toEqual(whole.records.map(({ key }) => key));
        }
      });

      it("loses and repeats none of the records that were there while others are added and deleted between pages", async () => {
        const seen: string[] = [];
        let after: string | undefined;
        let round = 0;
        do {
          const page = await store.list(
            { type: "reference", repository: "team", package: LODASH },
            after === undefined ? { limit: 4 } : { limit: 4, after },
          );
          seen.push(...page.records.map(({ key }) => key.coordinate.version));
          after = page.next;
          round += 1;
          await opened.other.commit(
            [1, 2, 3].map((index) => ({
              type: "put",
              key: referenceKey(`2.${round}.${index}`),
              value: reference("new"),
            })),
          );
          await opened.other.commit([{ type: "delete", key: referenceKey(seen[0] ?? "") }]);
        } while (after !== undefined);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((version) => version.startsWith("1.")).toSorted()).toEqual(versions.toSorted());
      });

      it("goes on behind a cursor whose own record was deleted", async () => {
        const whole = await store.list({ type: "garbage" });
        expect(whole.records).toEqual([]);
        await store.commit([put("a", 1), put("b", 2), put("c", 3)]);
        const first = await store.list({ type: "garbage" }, { limit: 1 });
        const [record] = first.records;
        if (record === undefined || first.next === undefined) throw new Error("There is no first page.");
        await store.commit([{ type: "delete", key: record.key }]);
        expect((await store.list({ type: "garbage" }, { after: first.next })).records).toHaveLength(2);
      });

      it("refuses a cursor that no listing gave", async () => {
        const listing = store.list({ type: "garbage" }, { after: "~ nonsense" });
        await expect(listing).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
      });

      it("gives a few thousand records on one page", async () => {
        await store.commit(Array.from({ length: 1_500 }, (_, index) => put(`${index}`, index)));
        const page = await store.list({ type: "garbage" });
        expect(page.next).toBeUndefined();
        expect(new Set(page.records.map(({ value }) => value.markedTime)).size).toBe(1_500);
      });
    });

    describe("fingerprint", () => {
      const parts: readonly (RecordPrefix | RecordKey)[] = [
        { type: "reference", repository: "team", package: LODASH },
        { type: "package", repository: "team", package: LODASH },
        { type: "repository", repository: "team" },
      ];
      const fingerprint = (by = store): Promise<string> => by.fingerprint(parts);

      it("stays while nothing under its parts changes, also for another reader", async () => {
        await store.commit([{ type: "put", key: referenceKey("1.0.0"), value: reference("r") }]);
        const before = await fingerprint();
        await store.commit([
          put("a", 1),
          { type: "put", key: referenceKey("1.0.0", "other"), value: reference("r") },
          { type: "put", key: referenceKey("1.0.0", "team", CORE), value: reference("r") },
        ]);
        await store.commit([{ type: "forbid", key: referenceKey("1.0.0") }]);
        await store.commit([{ type: "require", key: referenceKey("1.0.0") }]);
        expect(await fingerprint()).toBe(before);
        expect(await fingerprint(opened.other)).toBe(before);
      });

      it("changes with every record under its parts that is added, written or deleted", async () => {
        const seen = new Set([await fingerprint()]);
        const package_ = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
        const changes: readonly Change[] = [
          { type: "put", key: referenceKey("1.0.0"), value: reference("r") },
          { type: "put", key: referenceKey("1.0.1"), value: reference("r") },
          { type: "put", key: referenceKey("1.0.0"), value: reference("s") },
          { type: "put", key: { type: "package", repository: "team", package: LODASH }, value: package_ },
          {
            type: "put",
            key: { type: "repository", repository: "team" },
            value: { name: "team", administratorAccount: "1", upstreams: [], createdTime: 1 },
          },
          { type: "delete", key: referenceKey("1.0.1") },
        ];
        for (const [index, change] of changes.entries()) {
          await opened.other.commit([change]);
          seen.add(await fingerprint());
          expect(seen.size).toBe(index + 2);
        }
      });

      it("depends on which part a record is under", async () => {
        await store.commit([put("a", 1)]);
        const [held, empty] = [{ type: "garbage" }, { type: "revision" }] as const;
        expect(await store.fingerprint([held, empty])).not.toBe(await store.fingerprint([empty, held]));
      });
    });
  });
}
