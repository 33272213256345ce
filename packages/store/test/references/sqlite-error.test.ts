import { join } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { loadNodeSqlite } from "../../src/references/load-node-sqlite.ts";
import { isSqliteBusy, sqliteError } from "../../src/references/sqlite-error.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const { DatabaseSync } = loadNodeSqlite();

const errorWith = (errcode: number): Error =>
  Object.assign(new Error("it failed"), { code: "ERR_SQLITE_ERROR", errcode });

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("sqliteError", () => {
  it.each([
    [5, "STORE_BUSY"],
    [261, "STORE_BUSY"],
    [6, "STORE_BUSY"],
    [8, "STORE_READ_ONLY"],
    [1544, "STORE_READ_ONLY"],
    [11, "STORE_CORRUPT"],
    [267, "STORE_CORRUPT"],
    [26, "STORE_CORRUPT"],
    [13, "STORE_FULL"],
    [4874, "STORE_FULL"],
    [14, "STORE_UNAVAILABLE"],
    [10, "STORE_UNAVAILABLE"],
    [778, "STORE_UNAVAILABLE"],
  ] as const)("tells result code %i as %s, names the store and says what to do", (errcode, code) => {
    const cause = errorWith(errcode);
    const error = sqliteError(cause, "/data/references.sqlite");
    expect(error).toMatchObject({ code, cause, details: { sqliteCode: errcode } });
    expect(error.message).toContain("/data/references.sqlite");
    expect(error.hint).toMatch(/\.$/);
  });

  it("tells what SQLite itself reports when a database has no room left", async () => {
    const database = new DatabaseSync(join(await newFolder(), "x.sqlite"));
    database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 4");
    const error = errorOf(() => database.prepare("INSERT INTO t VALUES (zeroblob(100000))").run());
    database.close();
    expect(sqliteError(error, "x")).toMatchObject({ code: "STORE_FULL" });
  });

  it("passes Headwater's own errors unchanged, and tells any other as it is", () => {
    const own = new HeadwaterError("RUNTIME_UNSUPPORTED", "There is no SQLite.");
    expect(sqliteError(own, "x")).toBe(own);
    expect(sqliteError("odd", "x")).toMatchObject({ code: "STORE_UNAVAILABLE", message: "The store x failed: odd." });
  });
});

describe("isSqliteBusy", () => {
  it("is true for locks alone", () => {
    expect([5, 6, 261, 517, 8, 13].map((code) => isSqliteBusy(errorWith(code)))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isSqliteBusy("busy")).toBe(false);
  });
});
