import type { Change, RecordKey } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import {
  CORE,
  COMMITTED,
  mark,
  markKey,
  putMark,
  reference,
  referenceKey,
  stampOf,
  type ReferenceStores,
} from "./records.ts";

/** What the port `ReferenceStore` promises of `get` and `getMany`. */
export function describeReads(at: ReferenceStores): void {
  describe("get", () => {
    it("gives undefined for a record that is not there", async () => {
      expect(await at.store.get({ type: "repository", repository: "team" })).toBeUndefined();
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
            tags: JSON.parse('{"latest":"1.0.0","__proto__":"2.0.0","ünï\\"cödé\\n":"3.0.0"}') as Record<
              string,
              string
            >,
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
        { type: "put", key: { type: "groups" }, value: { writtenTime: 1 } },
        {
          type: "put",
          key: { type: "group", pattern: "/npm/acme/*" },
          value: {
            pattern: "/npm/acme/*",
            contactInfo: "team",
            createdTime: 1,
            restrictions: {
              PUBLISH: { mode: "ALLOW_SPECIFIC_REPOSITORIES", repositories: ["team"] },
              EXTERNAL_UPSTREAM: { mode: "BLOCK", repositories: [] },
              INTERNAL_UPSTREAM: { mode: "INHERIT", repositories: [] },
            },
          },
        },
      ];
      expect(await at.store.commit(records)).toEqual(COMMITTED);
      for (const { key, value } of records) expect((await at.other.get<RecordKey>(key))?.value).toEqual(value);
    });

    it("keeps apart a package without a namespace and one whose namespace bears a name like it", async () => {
      const plain = { type: "package", repository: "team", package: { format: "npm", name: "core" } } as const;
      const scoped = { type: "package", repository: "team", package: CORE } as const;
      const value = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
      await at.store.commit([{ type: "put", key: plain, value }]);
      expect(await at.store.get(plain)).toBeDefined();
      expect(await at.store.get(scoped)).toBeUndefined();
    });

    it("gives the same stamp until the record is written again, and then another", async () => {
      await at.store.commit([putMark("a", 1)]);
      const first = await stampOf(at.store, "a");
      expect(await stampOf(at.store, "a")).toBe(first);
      expect((await at.other.get(markKey("a")))?.stamp).toBe(first);
      await at.store.commit([putMark("a", 1)]);
      expect(await stampOf(at.store, "a")).not.toBe(first);
    });
  });

  describe("getMany", () => {
    it("gives records in the order of the keys and undefined for each miss", async () => {
      await at.store.commit([putMark("a", 1), putMark("b", 2)]);
      const found = await at.store.getMany([markKey("b"), markKey("none"), markKey("a"), markKey("b")]);
      expect(found.map((stored) => stored?.value.markedTime)).toEqual([2, undefined, 1, 2]);
    });

    it("gives an empty list for no keys", async () => {
      expect(await at.store.getMany([])).toEqual([]);
    });

    it("gives a few thousand records at once", async () => {
      const ids = Array.from({ length: 2_500 }, (_, index) => `${index}`);
      await at.store.commit(ids.map((id, index) => putMark(id, index)));
      const found = await at.store.getMany(ids.map((id) => markKey(id)));
      expect(found.map((stored) => stored?.value.markedTime)).toEqual(ids.map(Number));
    });
  });
}
