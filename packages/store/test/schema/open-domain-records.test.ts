import { randomBytes } from "node:crypto";
import type { Clock } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import type { KeyProvider } from "../../src/encryption/key-provider.ts";
import { createKeyTextProvider } from "../../src/encryption/key-text-provider.ts";
import { SCHEMA_KEY } from "../../src/keys.ts";
import { createReferenceStore } from "../../src/references/create-reference-store.ts";
import { createMemoryRows } from "../../src/references/memory-rows.ts";
import { createRecordCodec } from "../../src/references/record-codec.ts";
import type { RowBackend } from "../../src/references/row-backend.ts";
import { type OpenedDomain, openDomainRecords } from "../../src/schema/open-domain-records.ts";

const domain = { name: "acme", owner: "111122223333" };
const clock: Clock = { now: () => 1_700_000_000_000 };
const newProvider = (): KeyProvider =>
  createKeyTextProvider({ text: randomBytes(32).toString("hex"), origin: "the test" });

describe("openDomainRecords", () => {
  const provider = newProvider();
  const open = (rows: RowBackend): Promise<OpenedDomain> => openDomainRecords(rows, domain, provider, clock);

  it("makes the domain in an empty store, with its record, and opens it the next time", async () => {
    const rows = createMemoryRows();
    const made = await open(rows);
    expect(made.created).toBe(true);
    const again = await open(rows);
    expect(again.created).toBe(false);
    expect(again.record).toEqual(made.record);
    expect(again.keys.address.equals(made.keys.address)).toBe(true);
    const store = createReferenceStore(rows, createRecordCodec(again.keys));
    expect((await store.get({ type: "domain" }))?.value).toEqual({ ...domain, createdTime: clock.now() });
  });

  it("is made by one of many that open an empty store at the same instant; all have its keys", async () => {
    const rows = createMemoryRows();
    const opened = await Promise.all(Array.from({ length: 10 }, () => open(rows)));
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(opened.map(({ keys }) => keys.address.export().toString("hex"))).size).toBe(1);
  });

  it("makes no keys for a store whose records have lost their schema", async () => {
    const rows = createMemoryRows();
    await open(rows);
    await rows.commit([{ type: "delete", key: SCHEMA_KEY }]);
    let prepared = 0;
    const counting = { ...provider, prepare: async () => void (prepared += 1) };
    await expect(openDomainRecords(rows, domain, counting, clock)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect(prepared).toBe(0);
  });

  it("looks at the version first, then at the domain, then at the key, and changes nothing", async () => {
    const rows = createMemoryRows();
    await open(rows);
    const everything = [{ from: " ", to: "~" }];
    const before = await rows.digest(everything);
    const other = { name: "other", owner: domain.owner };
    await expect(openDomainRecords(rows, domain, newProvider(), clock)).rejects.toMatchObject({ code: "KEY_WRONG" });
    await expect(openDomainRecords(rows, other, newProvider(), clock)).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
    });
    expect(await rows.digest(everything)).toBe(before);

    const [text = ""] = await rows.read([SCHEMA_KEY]);
    const newer = JSON.stringify({ ...JSON.parse(text), minReader: 7, release: "3.1.0" });
    await rows.commit([{ type: "put", key: SCHEMA_KEY, value: newer }]);
    await expect(openDomainRecords(rows, other, newProvider(), clock)).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
  });
});
