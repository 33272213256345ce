import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Change,
  type CommitResult,
  type Cursor,
  HeadwaterError,
  type ListedRecord,
  type RecordKey,
  type RecordOf,
  type RecordPage,
  type RecordPrefix,
  type ReferenceStore,
  type Stored,
  isHeadwaterError,
} from "@headwater/resolver";
import { type KeyRange, justAfter } from "../keys.ts";
import type { RecordCodec } from "./record-codec.ts";
import type { RowBackend, RowStep, StoredRow } from "./row-backend.ts";

/** So many records are read and decrypted at a stretch; then others get their turn. */
const STRETCH = 512;

/**
 * The reference store over any backend: this layer names, encrypts and checks; the backend stores text.
 * Proven in `test/conformance/reference-store.ts`.
 */
export function createReferenceStore(rows: RowBackend, codec: RecordCodec): ReferenceStore {
  const decoded = <K extends RecordKey>(
    key: K,
    at: string | undefined,
    text: string | undefined,
  ): Stored<RecordOf<K>> | undefined => {
    if (at === undefined || text === undefined) return undefined;
    return { value: codec.decodeValue(key, at, text) as RecordOf<K>, stamp: text };
  };

  return {
    async get<K extends RecordKey>(key: K) {
      const at = codec.storedKey(key);
      const [text] = await rows.read([at]);
      return decoded(key, at, text);
    },

    async getMany<K extends RecordKey>(keys: readonly K[]) {
      const found: (Stored<RecordOf<K>> | undefined)[] = [];
      for (const stretch of stretches(keys)) {
        if (found.length > 0) await nextTurn();
        const at = stretch.map((key) => codec.storedKey(key));
        const texts = await rows.read(at);
        for (const [index, key] of stretch.entries()) found.push(decoded(key, at[index], texts[index]));
      }
      return found;
    },

    async list<T extends RecordPrefix["type"]>(
      prefix: Extract<RecordPrefix, { readonly type: T }> | (RecordPrefix & { readonly type: T }),
      page: { readonly after?: Cursor; readonly limit?: number; readonly skipDamaged?: boolean } = {},
    ): Promise<RecordPage<T>> {
      const whole = codec.storedRange(prefix);
      const limit = page.limit ?? Number.POSITIVE_INFINITY;
      let from = page.after === undefined ? whole.from : justAfter(whole.from + parseCursor(page.after));
      const records: ListedRecord<T>[] = [];
      let damaged = 0;
      const take = (row: StoredRow): void => {
        try {
          records.push(listed<T>(codec, row));
        } catch (error) {
          if (page.skipDamaged !== true || !isHeadwaterError(error) || error.code !== "STORE_CORRUPT") throw error;
          damaged += 1;
        }
      };
      const pageOf = (next?: Cursor): RecordPage<T> => ({
        records,
        ...(next === undefined ? {} : { next }),
        ...(damaged === 0 ? {} : { damaged }),
      });
      for (;;) {
        const wanted = Math.min(STRETCH, limit - records.length - damaged);
        const found = await rows.range({ from, to: whole.to }, wanted + 1);
        const taken = found.slice(0, wanted);
        for (const row of taken) take(row);
        const last = taken.at(-1);
        if (found.length <= wanted || last === undefined) return pageOf();
        if (records.length + damaged >= limit) return pageOf(last[0].slice(whole.from.length));
        from = justAfter(last[0]);
        await nextTurn();
      }
    },

    async fingerprint(of: readonly (RecordPrefix | RecordKey)[]) {
      return rows.digest(of.map((part): KeyRange => codec.storedRange(part)));
    },

    async commit(changes: readonly Change[]): Promise<CommitResult> {
      if (changes.length === 0) return { committed: true, kept: [] };
      const steps: RowStep[] = [];
      for (const stretch of stretches(changes)) {
        if (steps.length > 0) await nextTurn();
        for (const change of stretch) steps.push(stepOf(codec, change));
      }
      const result = await rows.commit(steps);
      const keysAt = (positions: readonly number[]): RecordKey[] =>
        positions.flatMap((position) => changes[position]?.key ?? []);
      return result.committed
        ? { committed: true, kept: keysAt(result.kept) }
        : { committed: false, conflicts: keysAt(result.conflicts) };
    },
  };
}

function* stretches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += STRETCH) yield items.slice(start, start + STRETCH);
}

function listed<T extends RecordPrefix["type"]>(codec: RecordCodec, [at, text]: StoredRow): ListedRecord<T> {
  return { ...codec.decode(at, text), stamp: text } as ListedRecord<T>;
}

/** A cursor is the rest of the last stored key behind the prefix. @throws INVALID_ARGUMENT */
function parseCursor(cursor: Cursor): string {
  if (/^[0-9a-z/]{1,220}$/.test(cursor)) return cursor;
  throw new HeadwaterError("INVALID_ARGUMENT", "The page token is not one that a listing gave.", {
    hint: "Pass the token of the previous page unchanged, or leave it out to begin anew.",
  });
}

function stepOf(codec: RecordCodec, change: Change): RowStep {
  const key = codec.storedKey(change.key);
  switch (change.type) {
    case "put":
      return { type: "put", key, value: codec.encode(change.key, change.value) };
    case "insert":
      return { type: "insert", key, value: codec.encode(change.key, change.value), ifPresent: change.ifPresent };
    case "replace":
      return { type: "replace", key, value: codec.encode(change.key, change.value), expected: change.stamp };
    case "delete":
    case "require":
      return change.stamp === undefined
        ? { type: change.type, key }
        : { type: change.type, key, expected: change.stamp };
    case "forbid":
      return { type: "forbid", key };
  }
}
