import { type KeyObject, createSecretKey } from "node:crypto";
import { isHeadwaterError } from "@headwater/resolver";
import { type DomainKeys, KEY_BYTES } from "../encryption/domain-keys.ts";
import type { KeyContext, KeyProvider } from "../encryption/key-provider.ts";
import { schemaDamaged } from "../encryption/store-damaged.ts";
import { type SchemaRecord, schemaDigest } from "./schema-record.ts";

const contextOf = (domain: string, purpose: string): KeyContext => ({ application: "headwater", domain, purpose });
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const decode = (text: string): Uint8Array => Buffer.from(text, "base64");

/** The schema record with the domain's keys wrapped into it. @throws what the provider throws */
export async function lockDomain(
  facts: Omit<SchemaRecord, "keys" | "keyCheck">,
  keys: DomainKeys,
  provider: KeyProvider,
): Promise<SchemaRecord> {
  const wrap = async (plain: Uint8Array, purpose: string): Promise<string> =>
    encode(await provider.wrap(plain, contextOf(facts.domain, purpose)));
  const data: Record<string, string> = {};
  for (const [number, key] of keys.data) data[number] = await wrap(key.export(), `data key ${number}`);
  const address = await wrap(keys.address.export(), "address key");
  const locked = { ...facts, keys: { address, data, currentDataKey: keys.currentDataKey } };
  const keyCheck = await wrap(schemaDigest(locked), "key check");
  return { ...locked, keyCheck };
}

/**
 * The domain's keys out of its schema record.
 * @throws KEY_WRONG when the key opens nothing of it, STORE_CORRUPT when it opens only a part or the record was changed,
 * KEY_NOT_FOUND
 */
export async function unlockDomain(record: SchemaRecord, provider: KeyProvider): Promise<DomainKeys> {
  const numbers = Object.keys(record.keys.data);
  const outcomes = await Promise.allSettled([
    provider.unwrap(decode(record.keyCheck), contextOf(record.domain, "key check")),
    provider.unwrap(decode(record.keys.address), contextOf(record.domain, "address key")),
    ...numbers.map((number) =>
      provider.unwrap(decode(record.keys.data[number] ?? ""), contextOf(record.domain, `data key ${number}`)),
    ),
  ]);
  const opened = requireAll(outcomes);
  const [check, address, ...dataKeys] = opened;
  if (check === undefined || address === undefined) throw schemaDamaged();
  if (Buffer.compare(check, schemaDigest(record)) !== 0) throw schemaDamaged();
  if (opened.some((key) => key.length !== KEY_BYTES)) throw schemaDamaged();
  const data = new Map<number, KeyObject>();
  for (const [index, key] of dataKeys.entries()) data.set(Number(numbers[index]), createSecretKey(key));
  if (!data.has(record.keys.currentDataKey)) throw schemaDamaged();
  return { address: createSecretKey(address), data, currentDataKey: record.keys.currentDataKey };
}

/** A key that opens some of the parts is the right key, so the others are damaged. */
function requireAll(outcomes: readonly PromiseSettledResult<Uint8Array>[]): readonly Uint8Array[] {
  const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [asError(outcome.reason)] : []));
  const [first] = errors;
  if (first === undefined)
    return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const other = errors.find((error) => !(isHeadwaterError(error) && error.code === "KEY_WRONG"));
  if (other !== undefined) throw other;
  throw errors.length === outcomes.length ? first : schemaDamaged(first);
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
