import { createHash } from "node:crypto";
import { HeadwaterError, type JsonObject, canonicalJson } from "@headwater/resolver";
import { schemaDamaged } from "../encryption/store-damaged.ts";
import { STORE_SCHEMA } from "../keys.ts";

/** A domain's keys as stored: base64 of what the key provider made of them. */
export interface WrappedKeys {
  readonly address: string;
  /** Number of the data key → the key. */
  readonly data: Readonly<Record<string, string>>;
  readonly currentDataKey: number;
}

/**
 * The one record in clear text: it says who may read the store, whose it is and, wrapped, with which keys. None of it is
 * secret. `keyCheck` is the wrapped digest of all the rest, so that nobody without the domain key can change any of it.
 */
export interface SchemaRecord {
  readonly version: number;
  /** The oldest version of this schema that may read, and write, the store. */
  readonly minReader: number;
  readonly minWriter: number;
  /** The first Headwater release that knows `version`, for the message an older one gives. */
  readonly release: string;
  /** Tells this store from every other: 32 hex digits. */
  readonly id: string;
  readonly domain: string;
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly createdTime: number;
  readonly keys: WrappedKeys;
  readonly keyCheck: string;
}

/** SHA-256 over every field but `keyCheck`, also over those that a newer Headwater has added. */
export function schemaDigest(record: Omit<SchemaRecord, "keyCheck">): Uint8Array {
  const { keyCheck: _, ...checked } = record as unknown as JsonObject;
  return createHash("sha256").update(canonicalJson(checked)).digest();
}

const isText = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/**
 * The schema record from its text. The versions are looked at before anything else.
 * @throws STORE_TOO_NEW when this program is too old for the store, STORE_CORRUPT
 */
export function parseSchemaRecord(text: string): SchemaRecord {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw schemaDamaged(error);
  }
  if (!isObject(record)) throw schemaDamaged();
  requireKnownVersion(record);
  if (!isText(record["id"]) || !isText(record["domain"]) || !isText(record["owner"]) || !isText(record["keyCheck"])) {
    throw schemaDamaged();
  }
  const keys = record["keys"];
  if (!isObject(keys) || !isText(keys["address"]) || typeof keys["currentDataKey"] !== "number") throw schemaDamaged();
  if (!isObject(keys["data"]) || !Object.values(keys["data"]).every(isText)) throw schemaDamaged();
  return record as unknown as SchemaRecord;
}

function requireKnownVersion(record: Readonly<Record<string, unknown>>): void {
  const { minReader, minWriter, release } = record;
  if (!Number.isSafeInteger(minReader) || !Number.isSafeInteger(minWriter) || !isText(release)) throw schemaDamaged();
  const needed = Math.max(Number(minReader), Number(minWriter));
  if (needed <= STORE_SCHEMA.version) return;
  throw new HeadwaterError(
    "STORE_TOO_NEW",
    `The store needs Headwater ${release} or newer: it has version ${needed}, and this program knows version ${STORE_SCHEMA.version}.`,
    {
      hint: `Update Headwater to ${release} or newer; nothing was read or changed.`,
      details: { release, needed, known: STORE_SCHEMA.version },
    },
  );
}

/** @throws CONFIGURATION_INVALID when the store is another domain's */
export function requireDomain(record: SchemaRecord, domain: { readonly name: string; readonly owner: string }): void {
  if (record.domain === domain.name && record.owner === domain.owner) return;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `The store belongs to the domain ${record.domain} of ${record.owner}, not to the domain ${domain.name} of ${domain.owner}.`,
    {
      hint: "Correct domain and owner in the configuration, or give this domain a store of its own.",
      details: { store: { domain: record.domain, owner: record.owner }, asked: domain },
    },
  );
}
