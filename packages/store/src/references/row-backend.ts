import { createHash } from "node:crypto";
import type { KeyRange } from "../keys.ts";

/** A record as a backend holds it: both are opaque text to it. */
export type StoredRow = readonly [key: string, value: string];

/** One step on one row; the meaning is that of the reference store's `Change`, on stored text. */
export type RowStep =
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "insert"; readonly key: string; readonly value: string; readonly ifPresent: "keep" | "conflict" }
  | { readonly type: "replace"; readonly key: string; readonly value: string; readonly expected: string }
  | { readonly type: "delete" | "require"; readonly key: string; readonly expected?: string }
  | { readonly type: "forbid"; readonly key: string };

/** Positions of steps: of inserts that found their row there, or of those that prevented the commit. */
export type RowCommit =
  | { readonly committed: true; readonly kept: readonly number[] }
  | { readonly committed: false; readonly conflicts: readonly number[] };

/** What a kind of storage must give so that the domain's records can live in it. */
export interface RowBackend {
  /** In the order of the keys, `undefined` for each miss. */
  read(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** The first rows of a range in code-unit order of their keys. */
  range(range: KeyRange, limit: number): Promise<readonly StoredRow[]>;
  /** {@link createRowDigest} over all rows of the ranges, as of one moment. */
  digest(ranges: readonly KeyRange[]): Promise<string>;
  /** All steps in order in one durable transaction, or none. */
  commit(steps: readonly RowStep[]): Promise<RowCommit>;
  close(): Promise<void>;
}

const FLUSH_CHARACTERS = 1_048_576;

/** A digest over rows of several ranges: equal only for equal rows in equal ranges. */
export function createRowDigest(): { add(key: string, value: string): void; endRange(): void; end(): string } {
  const hash = createHash("sha256");
  // One long text costs far less to digest than many short ones.
  let text = "";
  return {
    add(key, value) {
      text += `${key}\n${value}\n`;
      if (text.length < FLUSH_CHARACTERS) return;
      hash.update(text);
      text = "";
    },
    endRange() {
      text += "\n";
    },
    end: () => hash.update(text).digest("base64url"),
  };
}
