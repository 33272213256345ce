import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { KeyvSqliteOptions } from "@keyv/sqlite";
import { loadNodeSqlite } from "./load-node-sqlite.ts";
import { isSqliteBusy, sqliteError } from "./sqlite-error.ts";

/** SQLite itself waits this long for a lock, holding up this process; longer waits are ours and let others run. */
const BUSY_TIMEOUT = 50;
const PAGE_CACHE_KIBIBYTES = 32_768;
const KEPT_STATEMENTS = 64;

type KeyvDriver = Extract<NonNullable<KeyvSqliteOptions["driver"]>, object>;

/** One connection to a database file; what runs on it runs synchronously, so nothing can come between. */
export interface SqliteConnection {
  /** Prepared once per text. */
  statement(sql: string): StatementSync;
  /** Runs what only reads; several statements see one moment of the database. @throws as {@link sqliteError} says */
  read<T>(statements: number, run: () => T): Promise<T>;
  /** Runs inside `BEGIN IMMEDIATE`, and commits if `keep` says so. May run anew after a wait. @throws likewise */
  write<T>(run: () => T, keep: (result: T) => boolean): Promise<T>;
}

export interface NodeSqliteDriverOptions {
  /** How long to wait for locks of other processes, in milliseconds, before STORE_BUSY. */
  readonly patience: number;
}

/**
 * A driver for `@keyv/sqlite` over Node's own SQLite. The drivers that come with it cannot be bundled into one file (one
 * imports `bun:sqlite`) and prepare every statement anew. `connection` is there once Keyv has connected.
 * Proven in `packages/store/test/references/keyv-sqlite-rows.test.ts`.
 */
export function createNodeSqliteDriver(options: NodeSqliteDriverOptions): {
  readonly driver: KeyvDriver;
  connection(): SqliteConnection;
} {
  let connected: SqliteConnection | undefined;
  return {
    connection() {
      if (connected === undefined) throw new Error("Keyv has not connected yet.");
      return connected;
    },
    driver: {
      name: "node:sqlite",
      async connect({ filename }) {
        const patiently = <T>(run: () => T): Promise<T> => runPatiently(run, filename, options.patience);
        const database = await patiently(() => openDatabase(filename));
        const statement = keepStatements(database);
        connected = { statement, ...transactions(database, statement, patiently) };
        return {
          query: async (sql, ...values) => patiently(() => statement(sql).all(...(values as SQLInputValue[]))),
          close: async () => database.close(),
        };
      },
    },
  };
}

function openDatabase(filename: string): DatabaseSync {
  const { DatabaseSync } = loadNodeSqlite();
  const database = new DatabaseSync(filename, { timeout: BUSY_TIMEOUT });
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec(`PRAGMA cache_size = -${PAGE_CACHE_KIBIBYTES}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs until no lock is in the way, for as long as the patience lasts. */
async function runPatiently<T>(run: () => T, path: string, patience: number): Promise<T> {
  let deadline: number | undefined;
  for (;;) {
    try {
      return run();
    } catch (error) {
      deadline ??= performance.now() + patience;
      if (!isSqliteBusy(error) || performance.now() >= deadline) throw sqliteError(error, path);
    }
    await pause(2 + Math.random() * 18);
  }
}

function keepStatements(database: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    if (kept.size >= KEPT_STATEMENTS) kept.clear();
    const statement = database.prepare(sql);
    kept.set(sql, statement);
    return statement;
  };
}

function transactions(
  database: DatabaseSync,
  statement: SqliteConnection["statement"],
  patiently: <T>(run: () => T) => Promise<T>,
): Pick<SqliteConnection, "read" | "write"> {
  const within = <T>(begin: string, run: () => T, keep: (result: T) => boolean): T => {
    statement(begin).run();
    try {
      const result = run();
      statement(keep(result) ? "COMMIT" : "ROLLBACK").run();
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors, a full disk among them.
      if (database.isTransaction) statement("ROLLBACK").run();
      throw error;
    }
  };
  return {
    read: (statements, run) => patiently(() => (statements > 1 ? within("BEGIN", run, () => true) : run())),
    write: (run, keep) => patiently(() => within("BEGIN IMMEDIATE", run, keep)),
  };
}
