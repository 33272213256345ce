import { join } from "node:path";
import { makeRevision } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { createReferenceStore } from "../../src/references/create-reference-store.ts";
import { openKeyvSqliteRows } from "../../src/references/keyv-sqlite-rows.ts";
import { createMemoryRows } from "../../src/references/memory-rows.ts";
import { createRecordCodec } from "../../src/references/record-codec.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const revision = (version: string) =>
  makeRevision({ coordinate: { format: "npm", name: "lodash", version }, manifest: {}, assets: [] });

describe.each([
  ["memory", async () => createMemoryRows()],
  ["SQLite", async () => openKeyvSqliteRows(join(await newFolder(), "references.sqlite"))],
])("records in %s that cannot be read", (_name, openRows) => {
  const damagedStore = async () => {
    const rows = await openRows();
    const codec = createRecordCodec(makeDomainKeys());
    const store = createReferenceStore(rows, codec);
    const revisions = Array.from({ length: 9 }, (_, patch) => revision(`1.0.${patch}`));
    await store.commit(
      revisions.map((value) => ({ type: "put", key: { type: "revision", revision: value.id }, value }) as const),
    );
    for (const { id } of revisions.slice(0, 3)) {
      const key = codec.storedKey({ type: "revision", revision: id });
      await rows.commit([{ type: "put", key, value: "damaged" }]);
    }
    return { rows, store, whole: revisions.slice(3).map(({ id }) => id) };
  };

  it("fail a listing with STORE_CORRUPT", async () => {
    const { rows, store } = await damagedStore();
    await expect(store.list({ type: "revision" })).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await rows.close();
  });

  it("are left out and counted by a listing that skips them, page by page", async () => {
    const { rows, store, whole } = await damagedStore();
    for (const limit of [1, 2, 4, 100]) {
      const seen: string[] = [];
      let damaged = 0;
      let after: string | undefined;
      do {
        const page = await store.list(
          { type: "revision" },
          { limit, skipDamaged: true, ...(after === undefined ? {} : { after }) },
        );
        seen.push(...page.records.map(({ key }) => key.revision));
        damaged += page.damaged ?? 0;
        after = page.next;
      } while (after !== undefined);
      expect([seen.toSorted(), damaged]).toStrictEqual([whole.toSorted(), 3]);
    }
    await rows.close();
  });
});
