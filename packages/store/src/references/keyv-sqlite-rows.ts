import { open } from "node:fs/promises";
import { KeyvSqlite } from "@keyv/sqlite";
import { recordDamaged } from "../encryption/store-damaged.ts";
import { fileError } from "../files/file-error.ts";
import { createGroupCommits } from "./group-commits.ts";
import { type SqliteConnection, createNodeSqliteDriver } from "./node-sqlite-driver.ts";
import { type RowBackend, type RowCommit, type RowStep, createRowDigest } from "./row-backend.ts";
import { sqliteError } from "./sqlite-error.ts";

/** The Keyv namespace of all records: one store holds one domain. */
export const KEYV_NAMESPACE = "headwater";

const DEFAULT_PATIENCE = 30_000;

const WHERE = `WHERE key = ? AND namespace = '${KEYV_NAMESPACE}'`;
const READ = `SELECT value FROM keyv ${WHERE}`;
const READ_IF = `SELECT 1 FROM keyv ${WHERE} AND value = ?`;
const INSERT = `INSERT INTO keyv (key, value, namespace, expires) VALUES (?, ?, '${KEYV_NAMESPACE}', NULL)`;
const INSERT_NEW = `${INSERT} ON CONFLICT (key, namespace) DO NOTHING`;
const PUT = `${INSERT} ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value, expires = NULL`;
const REPLACE = `UPDATE keyv SET value = ?, expires = NULL ${WHERE} AND value = ?`;
const DELETE = `DELETE FROM keyv ${WHERE}`;
const DELETE_IF = `${DELETE} AND value = ?`;
/** Served by Keyv's own unique index on (key, namespace), in its order. */
export const RANGE = `SELECT key, value FROM keyv WHERE key >= ? AND key < ? AND namespace = '${KEYV_NAMESPACE}' ORDER BY key LIMIT ?`;
const NO_LIMIT = -1;

export interface KeyvSqliteRowsOptions {
  /** How long to wait for other processes, in milliseconds. Default: 30 seconds. */
  readonly patience?: number;
}

/**
 * Rows in an SQLite file, as Keyv lays them out: `@keyv/sqlite` makes and migrates the table, and every value is the JSON
 * that Keyv itself would have written, so any Keyv reads these records. What Keyv has no words for (ranges, conditional
 * writes, several writes as one) runs on the same connection.
 * @throws STORE_UNAVAILABLE, STORE_READ_ONLY, STORE_FULL, STORE_CORRUPT, STORE_BUSY, RUNTIME_UNSUPPORTED
 */
export async function openKeyvSqliteRows(path: string, options: KeyvSqliteRowsOptions = {}): Promise<RowBackend> {
  await makeFile(path);
  const { driver, connection } = createNodeSqliteDriver({ patience: options.patience ?? DEFAULT_PATIENCE });
  const keyv = new KeyvSqlite({ uri: `sqlite://${path}`, driver });
  keyv.namespace = KEYV_NAMESPACE;
  try {
    await keyv.ready;
  } catch (error) {
    throw sqliteError(error, path);
  }
  const database = connection();
  const { statement } = database;

  const rangeRows = (from: string, to: string, limit: number): unknown[][] => {
    const range = statement(RANGE);
    range.setReturnArrays(true);
    return range.all(from, to, limit) as unknown as unknown[][];
  };

  return {
    read: (keys) => database.read(keys.length, () => keys.map((key) => fromKeyv(statement(READ).get(key)?.["value"]))),
    async range({ from, to }, limit) {
      const rows = await database.read(1, () => rangeRows(from, to, Number.isFinite(limit) ? limit : NO_LIMIT));
      return rows.map(([key, value]) => [String(key), fromKeyv(value) ?? ""] as const);
    },
    digest: (ranges) =>
      database.read(ranges.length, () => {
        const digest = createRowDigest();
        for (const { from, to } of ranges) {
          for (const [key, value] of rangeRows(from, to, NO_LIMIT)) digest.add(String(key), String(value));
          digest.endRange();
        }
        return digest.end();
      }),
    commit: createGroupCommits((group) =>
      database.write(
        () => group.map((steps) => applyWhole(statement, steps)),
        (results) => results.some(({ committed }) => committed),
      ),
    ),
    close: () => keyv.disconnect(),
  };
}

/** SQLite would make the file readable by all; its companions (`-wal`, `-shm`) take their mode from it. */
async function makeFile(path: string): Promise<void> {
  try {
    await (await open(path, "a", 0o600)).close();
  } catch (error) {
    throw fileError(error, "write", `the store ${path}`);
  }
}

/** One commit of a group: all of its steps, or none. */
function applyWhole(statement: SqliteConnection["statement"], steps: readonly RowStep[]): RowCommit {
  statement("SAVEPOINT one_commit").run();
  const { kept, conflicts } = applySteps(statement, steps);
  if (conflicts.length > 0) statement("ROLLBACK TO one_commit").run();
  statement("RELEASE one_commit").run();
  return conflicts.length > 0 ? { committed: false, conflicts } : { committed: true, kept };
}

function applySteps(
  statement: SqliteConnection["statement"],
  steps: readonly RowStep[],
): { readonly kept: readonly number[]; readonly conflicts: readonly number[] } {
  const kept: number[] = [];
  const conflicts: number[] = [];
  for (const [position, step] of steps.entries()) {
    if (applyStep(statement, step)) continue;
    if (step.type === "insert" && step.ifPresent === "keep") kept.push(position);
    else conflicts.push(position);
  }
  return { kept, conflicts };
}

/** Whether the row was as the step expects; if so the step is done. */
function applyStep(statement: SqliteConnection["statement"], step: RowStep): boolean {
  switch (step.type) {
    case "put":
      return statement(PUT).run(step.key, toKeyv(step.value)).changes === 1;
    case "insert":
      return statement(INSERT_NEW).run(step.key, toKeyv(step.value)).changes === 1;
    case "replace":
      return statement(REPLACE).run(toKeyv(step.value), step.key, toKeyv(step.expected)).changes === 1;
    case "delete":
      if (step.expected !== undefined) return statement(DELETE_IF).run(step.key, toKeyv(step.expected)).changes === 1;
      statement(DELETE).run(step.key);
      return true;
    case "require":
      if (step.expected !== undefined) return statement(READ_IF).get(step.key, toKeyv(step.expected)) !== undefined;
      return statement(READ).get(step.key) !== undefined;
    case "forbid":
      return statement(READ).get(step.key) === undefined;
  }
}

const toKeyv = (value: string): string => JSON.stringify({ value });

/** @throws STORE_CORRUPT when a row holds anything but what {@link toKeyv} makes */
function fromKeyv(stored: unknown): string | undefined {
  if (stored === undefined) return undefined;
  if (typeof stored !== "string") throw recordDamaged();
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored);
  } catch (error) {
    throw recordDamaged(error);
  }
  if (typeof parsed === "object" && parsed !== null && "value" in parsed && typeof parsed.value === "string") {
    return parsed.value;
  }
  throw recordDamaged();
}
