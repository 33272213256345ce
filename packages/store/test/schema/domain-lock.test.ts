import { randomBytes } from "node:crypto";
import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import type { KeyProvider } from "../../src/encryption/key-provider.ts";
import { createKeyTextProvider } from "../../src/encryption/key-text-provider.ts";
import { STORE_SCHEMA } from "../../src/keys.ts";
import { lockDomain, unlockDomain } from "../../src/schema/domain-lock.ts";
import type { SchemaRecord } from "../../src/schema/schema-record.ts";

const newProvider = (): KeyProvider =>
  createKeyTextProvider({ text: randomBytes(32).toString("hex"), origin: "the test" });
const provider = newProvider();
const keys = makeDomainKeys();
const facts = { ...STORE_SCHEMA, id: "ab", domain: "acme", owner: "111122223333", createdTime: 1 };
const locked = await lockDomain(facts, keys, provider);
const corrupt = { code: "STORE_CORRUPT" };

/** The record with one character of a base64 text changed. */
const changed = (text: string): string => (text.startsWith("A") ? "B" : "A") + text.slice(1);
const withKeys = (change: Partial<SchemaRecord["keys"]>): SchemaRecord => ({
  ...locked,
  keys: { ...locked.keys, ...change },
});

describe("unlockDomain", () => {
  it("gives back the keys that were locked in, of any number", async () => {
    const more = { ...keys, data: new Map([...keys.data, [2, makeDomainKeys().address]]), currentDataKey: 2 };
    for (const original of [keys, more]) {
      const opened = await unlockDomain(await lockDomain(facts, original, provider), provider);
      expect(opened.address.equals(original.address)).toBe(true);
      expect(opened.currentDataKey).toBe(original.currentDataKey);
      expect([...opened.data.keys()]).toEqual([...original.data.keys()]);
      for (const [number, key] of original.data) expect(opened.data.get(number)?.equals(key)).toBe(true);
    }
  });

  it("shows no key in the record", () => {
    const text = JSON.stringify(locked);
    for (const key of [keys.address, ...keys.data.values()]) {
      expect(text).not.toContain(key.export().toString("base64"));
      expect(text).not.toContain(key.export().toString("hex"));
    }
  });

  it("has KEY_WRONG for another key", async () => {
    await expect(unlockDomain(locked, newProvider())).rejects.toMatchObject({ code: "KEY_WRONG" });
  });

  it("has STORE_CORRUPT when the key is right and a part of the record is damaged", async () => {
    const damaged: readonly SchemaRecord[] = [
      { ...locked, keyCheck: changed(locked.keyCheck) },
      withKeys({ address: changed(locked.keys.address) }),
      withKeys({ address: "" }),
      withKeys({ data: { "1": changed(locked.keys.data["1"] ?? "") } }),
      withKeys({ address: locked.keys.data["1"] ?? "" }),
    ];
    for (const record of damaged) await expect(unlockDomain(record, provider)).rejects.toMatchObject(corrupt);
  });

  it("has STORE_CORRUPT when somebody without the key has changed a clear field or taken a key away", async () => {
    const two = await lockDomain(facts, { ...keys, data: new Map([...keys.data, [2, keys.address]]) }, provider);
    const forged: readonly SchemaRecord[] = [
      { ...locked, owner: "999999999999" },
      { ...locked, minWriter: 0 },
      { ...two, keys: { ...two.keys, data: { "1": two.keys.data["1"] ?? "" } } },
      { ...two, keys: { ...two.keys, currentDataKey: 2 } },
    ];
    for (const record of forged) await expect(unlockDomain(record, provider)).rejects.toMatchObject(corrupt);
  });

  it("passes on whatever else keeps the provider from its key", async () => {
    const away = new HeadwaterError("KEY_NOT_FOUND", "The key service does not answer.");
    const failing: KeyProvider = { ...provider, unwrap: () => Promise.reject(away) };
    await expect(unlockDomain(locked, failing)).rejects.toBe(away);
  });
});
