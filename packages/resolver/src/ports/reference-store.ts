import type { Asset } from "../asset/asset.ts";
import type { ExternalMetadata } from "../external-connection/external-metadata.ts";
import type { PackageCoordinate, PackageFormat, PackageVersionCoordinate } from "../names/coordinate.ts";
import type { PackageGroup } from "../package-group/package-group.ts";
import type { Reference } from "../package-version/reference.ts";
import type { Revision } from "../package-version/revision.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Domain } from "../repository/domain.ts";
import type { Repository } from "../repository/repository.ts";

/** What `gc` writes on something it found unreferenced; whoever uses that thing again deletes the mark. */
export interface GarbageMark {
  readonly markedTime: number;
}

/** Written with every change of a package group: whoever has read the groups sees by its stamp whether they still hold. */
export interface GroupsWritten {
  readonly writtenTime: number;
}

/** The records of a domain, by the type of their key. */
export interface Records {
  readonly domain: Domain;
  readonly repository: Repository;
  readonly package: PackageRecord;
  readonly reference: Reference;
  readonly revision: Revision;
  readonly asset: Asset;
  readonly external: ExternalMetadata;
  readonly garbage: GarbageMark;
  readonly group: PackageGroup;
  readonly groups: GroupsWritten;
}

export type RecordType = keyof Records;

/** Logical keys; how they are written to disk (keyed hashes per segment) is the store's own affair. */
export type RecordKey =
  | { readonly type: "domain" }
  | { readonly type: "repository"; readonly repository: string }
  | { readonly type: "package"; readonly repository: string; readonly package: PackageCoordinate }
  | { readonly type: "reference"; readonly repository: string; readonly coordinate: PackageVersionCoordinate }
  | { readonly type: "revision"; readonly revision: string }
  /** `sha512` is lower-case hex. */
  | { readonly type: "asset"; readonly sha512: string }
  /** `connection` is the connection's name and URL, so that another mirror is another record. */
  | { readonly type: "external"; readonly connection: string; readonly package: PackageCoordinate }
  | { readonly type: "garbage"; readonly of: "revision" | "asset"; readonly id: string }
  | { readonly type: "group"; readonly pattern: string }
  | { readonly type: "groups" };

export type KeyOf<T extends RecordType> = Extract<RecordKey, { readonly type: T }>;
export type RecordOf<K extends RecordKey> = Records[K["type"]];

/** What can be listed: all records of a type, or those under a repository or a package. */
export type RecordPrefix =
  | { readonly type: "repository" | "revision" | "asset" | "external" | "garbage" | "group" }
  | { readonly type: "package"; readonly repository: string; readonly format?: PackageFormat }
  | { readonly type: "reference"; readonly repository: string; readonly package?: PackageCoordinate };

/** The exact stored form of a record: equal stamps mean that nobody has written it in between. Opaque. */
export type Stamp = string;

export interface Stored<T> {
  readonly value: T;
  readonly stamp: Stamp;
}

export interface ListedRecord<T extends RecordType> extends Stored<Records[T]> {
  readonly key: KeyOf<T>;
}

/** Where a listing goes on. Opaque, without white space, stable while records are added. */
export type Cursor = string;

export interface RecordPage<T extends RecordType> {
  readonly records: readonly ListedRecord<T>[];
  /** Absent on the last page. */
  readonly next?: Cursor;
  /** How many records of the page could not be read and were left out; only with `skipDamaged`. */
  readonly damaged?: number;
}

type KeyAndValue = { [T in RecordType]: { readonly key: KeyOf<T>; readonly value: Records[T] } }[RecordType];

/** One step of a commit. `conflict` steps make the whole commit fail when what they expect does not hold. */
export type Change =
  /** Writes, whatever was there. */
  | ({ readonly type: "put" } & KeyAndValue)
  /** Writes if absent; if present either keeps what is there or conflicts. */
  | ({ readonly type: "insert"; readonly ifPresent: "keep" | "conflict" } & KeyAndValue)
  /** Writes if the record is still the one that was read. */
  | ({ readonly type: "replace"; readonly stamp: Stamp } & KeyAndValue)
  /** Deletes; with a stamp only if the record is still the one that was read, without one also if absent. */
  | { readonly type: "delete"; readonly key: RecordKey; readonly stamp?: Stamp }
  /** Writes nothing; conflicts unless the record is there (with a stamp: unchanged). */
  | { readonly type: "require"; readonly key: RecordKey; readonly stamp?: Stamp }
  /** Writes nothing; conflicts if the record is there. */
  | { readonly type: "forbid"; readonly key: RecordKey };

export type CommitResult =
  /** `kept`: keys of `insert … keep` steps that were there already, unchanged. */
  | { readonly committed: true; readonly kept: readonly RecordKey[] }
  /** Nothing at all was written. */
  | { readonly committed: false; readonly conflicts: readonly RecordKey[] };

/**
 * Where records live. All methods see every commit that was acknowledged before they were called, also by other
 * processes on the same store. Every method may throw STORE_UNAVAILABLE, STORE_BUSY, STORE_CORRUPT, KEY_WRONG;
 * `commit` also STORE_READ_ONLY and STORE_FULL, and then nothing was written.
 */
export interface ReferenceStore {
  /** `undefined` on a miss. */
  get<K extends RecordKey>(key: K): Promise<Stored<RecordOf<K>> | undefined>;
  /** In the order of the keys, `undefined` for each miss. */
  getMany<K extends RecordKey>(keys: readonly K[]): Promise<readonly (Stored<RecordOf<K>> | undefined)[]>;
  /**
   * One page, in an order that is stable but not alphabetical. `limit` defaults to all. A record that cannot be read fails
   * the page with STORE_CORRUPT, unless `skipDamaged` has it left out. @throws INVALID_ARGUMENT for a cursor no listing gave
   */
  list<P extends RecordPrefix>(
    prefix: P,
    page?: { readonly after?: Cursor; readonly limit?: number; readonly skipDamaged?: boolean },
  ): Promise<RecordPage<P["type"]>>;
  /** A digest over the stored form of all records under the prefixes and keys, cheaper than reading them: equal digests mean nothing changed. */
  fingerprint(of: readonly (RecordPrefix | RecordKey)[]): Promise<string>;
  /** Applies all changes in order in one transaction, durably, or none. */
  commit(changes: readonly Change[]): Promise<CommitResult>;
}
