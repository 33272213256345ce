import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KeyvSqlite } from "@keyv/sqlite";
import { Keyv } from "keyv";
import { describe, expect, it } from "vitest";
import { describeReferenceStore } from "../../../../test/conformance/reference-store.ts";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { createReferenceStore } from "../../src/references/create-reference-store.ts";
import { KEYV_NAMESPACE, RANGE, openKeyvSqliteRows } from "../../src/references/keyv-sqlite-rows.ts";
import { loadNodeSqlite } from "../../src/references/load-node-sqlite.ts";
import { createNodeSqliteDriver } from "../../src/references/node-sqlite-driver.ts";
import { createRecordCodec } from "../../src/references/record-codec.ts";
import { textWith } from "../matchers.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const { DatabaseSync } = loadNodeSqlite();

describeReferenceStore("Keyv on SQLite", async () => {
  const path = join(await newFolder(), "references.sqlite");
  const codec = createRecordCodec(makeDomainKeys());
  const rows = await openKeyvSqliteRows(path);
  const otherRows = await openKeyvSqliteRows(path);
  return {
    store: createReferenceStore(rows, codec),
    other: createReferenceStore(otherRows, codec),
    async close() {
      await rows.close();
      await otherRows.close();
    },
  };
});

describe("openKeyvSqliteRows", () => {
  it("writes rows that any Keyv reads, and reads rows that any Keyv wrote", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const rows = await openKeyvSqliteRows(path);
    await rows.commit([{ type: "put", key: "ours", value: 'text with "quotes" and ünïcödé' }]);
    const store = new KeyvSqlite({
      uri: `sqlite://${path}`,
      driver: createNodeSqliteDriver({ patience: 1_000 }).driver,
    });
    const keyv = new Keyv({ store, namespace: KEYV_NAMESPACE });
    expect(await keyv.get("ours")).toBe('text with "quotes" and ünïcödé');
    await keyv.set("theirs", "of Keyv");
    expect(await rows.read(["theirs"])).toEqual(["of Keyv"]);
    await keyv.disconnect();
    await rows.close();
  });

  it("serves a range from Keyv's index, in order, without sorting", async () => {
    const path = join(await newFolder(), "references.sqlite");
    await (await openKeyvSqliteRows(path)).close();
    const database = new DatabaseSync(path);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${RANGE}`).all("a", "b", -1);
    database.close();
    expect(plan.map((step) => step["detail"])).toEqual([
      "SEARCH keyv USING INDEX sqlite_autoindex_keyv_1 (key>? AND key<?)",
    ]);
  });

  it("writes ahead, and has every commit on the disk before it is acknowledged", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const { connection, driver } = createNodeSqliteDriver({ patience: 1_000 });
    const { close } = await driver.connect({ filename: path });
    expect(connection().statement("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    expect(connection().statement("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
    await close();
  });

  it("waits for another writer as long as its patience lasts, lets others run meanwhile, then has STORE_BUSY", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const rows = await openKeyvSqliteRows(path, { patience: 300 });
    const blocker = new DatabaseSync(path);
    blocker.exec("BEGIN IMMEDIATE");
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    const started = performance.now();
    await expect(rows.commit([{ type: "put", key: "a", value: "1" }])).rejects.toMatchObject({ code: "STORE_BUSY" });
    expect(performance.now() - started).toBeGreaterThan(290);
    expect(turns).toBeGreaterThan(1);
    expect(await rows.read(["a"])).toEqual([undefined]);

    const waiting = rows.commit([{ type: "put", key: "a", value: "2" }]);
    setTimeout(() => blocker.exec("COMMIT"), 100);
    expect(await waiting).toEqual({ committed: true, kept: [] });
    clearInterval(ticking);
    blocker.close();
    await rows.close();
  });

  it("opens one new file many times at the same instant", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const opened = await Promise.all(Array.from({ length: 8 }, () => openKeyvSqliteRows(path)));
    await opened[0]?.commit([{ type: "put", key: "a", value: "1" }]);
    for (const rows of opened) expect(await rows.read(["a"])).toEqual(["1"]);
    for (const rows of opened) await rows.close();
  });

  it("has STORE_CORRUPT for a file that is no database, and leaves it as it is", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const text = "This is a shopping list, not a store.\n".repeat(200);
    await writeFile(path, text);
    await expect(openKeyvSqliteRows(path)).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      message: textWith("references.sqlite"),
    });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("has STORE_CORRUPT for a database whose pages are damaged", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const rows = await openKeyvSqliteRows(path);
    const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`);
    await rows.commit(keys.map((key) => ({ type: "put", key, value: "x".repeat(200) })));
    await rows.close();
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xee, 4_096 * 2));
    const reading = async (): Promise<void> => {
      const damaged = await openKeyvSqliteRows(path);
      try {
        await damaged.read(keys);
      } finally {
        await damaged.close();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });

  it("has STORE_CORRUPT for a value that Keyv would not have written", async () => {
    const path = join(await newFolder(), "references.sqlite");
    const rows = await openKeyvSqliteRows(path);
    const database = new DatabaseSync(path);
    for (const value of ["not JSON", "null", '{"value":1}', "{}"]) {
      await rows.commit([{ type: "put", key: "a", value: "1" }]);
      database.prepare("UPDATE keyv SET value = ?").run(value);
      await expect(rows.read(["a"])).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    }
    database.close();
    await rows.close();
  });

  it("has STORE_UNAVAILABLE for a folder in the file's place, and after it was closed", async () => {
    const path = join(await newFolder(), "references.sqlite");
    await mkdir(path);
    await expect(openKeyvSqliteRows(path)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    const rows = await openKeyvSqliteRows(join(path, "inside.sqlite"));
    await rows.close();
    await expect(rows.read(["a"])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(rows.commit([{ type: "put", key: "a", value: "1" }])).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
  });

  it("makes a file that this user alone may read", async () => {
    const folder = await newFolder();
    await chmod(folder, 0o755);
    const path = join(folder, "references.sqlite");
    await (await openKeyvSqliteRows(path)).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
