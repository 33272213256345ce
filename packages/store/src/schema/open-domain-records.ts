import { randomBytes } from "node:crypto";
import type { Clock, Domain } from "@headwater/resolver";
import { type DomainKeys, makeDomainKeys } from "../encryption/domain-keys.ts";
import type { KeyProvider } from "../encryption/key-provider.ts";
import { schemaDamaged } from "../encryption/store-damaged.ts";
import { SCHEMA_KEY, STORE_SCHEMA } from "../keys.ts";
import { createRecordCodec } from "../references/record-codec.ts";
import type { RowBackend } from "../references/row-backend.ts";
import { lockDomain, unlockDomain } from "./domain-lock.ts";
import { type SchemaRecord, parseSchemaRecord, requireDomain } from "./schema-record.ts";

export interface OpenedDomain {
  readonly record: SchemaRecord;
  readonly keys: DomainKeys;
  readonly created: boolean;
}

/**
 * The domain's keys, from the schema record of its store; an empty store becomes this domain's. The row that says so is
 * written if absent, in one transaction with the domain's own record, so whoever comes second opens what came first.
 * @throws STORE_TOO_NEW, STORE_CORRUPT, CONFIGURATION_INVALID, KEY_WRONG, KEY_NOT_FOUND, and what the backend throws
 */
export async function openDomainRecords(
  rows: RowBackend,
  domain: Pick<Domain, "name" | "owner">,
  provider: KeyProvider,
  clock: Clock,
): Promise<OpenedDomain> {
  const [present] = await rows.read([SCHEMA_KEY]);
  if (present !== undefined) return openDomain(present, domain, provider);

  // Records without their schema were made with keys that are gone; new keys would only hide that.
  const [orphan] = await rows.range({ from: " ", to: "~" }, 1);
  const created = orphan === undefined ? await createDomain(rows, domain, provider, clock) : undefined;
  if (created !== undefined) return created;
  const [written] = await rows.read([SCHEMA_KEY]);
  if (written === undefined) throw schemaDamaged();
  return openDomain(written, domain, provider);
}

async function openDomain(
  text: string,
  domain: Pick<Domain, "name" | "owner">,
  provider: KeyProvider,
): Promise<OpenedDomain> {
  const record = parseSchemaRecord(text);
  requireDomain(record, domain);
  return { record, keys: await unlockDomain(record, provider), created: false };
}

/** `undefined` when somebody else was faster; then nothing was written. */
async function createDomain(
  rows: RowBackend,
  { name, owner }: Pick<Domain, "name" | "owner">,
  provider: KeyProvider,
  clock: Clock,
): Promise<OpenedDomain | undefined> {
  await provider.prepare();
  const keys = makeDomainKeys();
  const createdTime = clock.now();
  const id = randomBytes(16).toString("hex");
  const record = await lockDomain({ ...STORE_SCHEMA, id, domain: name, owner, createdTime }, keys, provider);
  const codec = createRecordCodec(keys);
  const domainRecord: Domain = { name, owner, createdTime };
  const { committed } = await rows.commit([
    { type: "insert", key: SCHEMA_KEY, value: JSON.stringify(record), ifPresent: "conflict" },
    {
      type: "put",
      key: codec.storedKey({ type: "domain" }),
      value: codec.encode({ type: "domain" }, domainRecord),
    },
  ]);
  return committed ? { record, keys, created: true } : undefined;
}
