import { describe, expect, it } from "vitest";
import { STORE_SCHEMA } from "../../src/keys.ts";
import { type SchemaRecord, parseSchemaRecord, requireDomain, schemaDigest } from "../../src/schema/schema-record.ts";
import { errorLike, textWith } from "../matchers.ts";

const record: SchemaRecord = {
  ...STORE_SCHEMA,
  id: "ab".repeat(16),
  domain: "acme",
  owner: "111122223333",
  createdTime: 1,
  keys: { address: "QQ==", data: { "1": "QQ==" }, currentDataKey: 1 },
  keyCheck: "QQ==",
};
const corrupt = errorLike({ code: "STORE_CORRUPT" });
const parse = (changed: object): SchemaRecord => parseSchemaRecord(JSON.stringify({ ...record, ...changed }));

describe("parseSchemaRecord", () => {
  it("gives back the record, with fields that a newer release has added", () => {
    expect(parse({ added: true })).toEqual({ ...record, added: true });
  });

  it.each([{ minReader: 2 }, { minWriter: 2 }, { version: 9, minReader: 9, minWriter: 9 }])(
    "has STORE_TOO_NEW for %j, names the release that is needed, and looks at nothing else",
    (versions) => {
      const tooNew = errorLike({
        code: "STORE_TOO_NEW",
        message: textWith("needs Headwater 0.9.0 or newer"),
        hint: textWith("0.9.0"),
      });
      expect(() => parse({ ...versions, release: "0.9.0" })).toThrow(tooNew);
      expect(() => parse({ ...versions, release: "0.9.0", keys: "another shape", keyCheck: undefined })).toThrow(
        tooNew,
      );
    },
  );

  it("opens a newer store that says it gets along with this program", () => {
    expect(parse({ version: 2, release: "0.9.0" }).version).toBe(2);
  });

  it.each(["", "null", "[]", "1", "{", '{"minReader":"1","minWriter":1,"release":"x"}'])(
    "has STORE_CORRUPT for %j",
    (text) => {
      expect(() => parseSchemaRecord(text)).toThrow(corrupt);
    },
  );

  it.each([
    { minReader: undefined },
    { minWriter: 1.5 },
    { release: 1 },
    { id: undefined },
    { domain: 1 },
    { owner: null },
    { keyCheck: undefined },
    { keys: undefined },
    { keys: { ...record.keys, address: 1 } },
    { keys: { ...record.keys, data: undefined } },
    { keys: { ...record.keys, data: { "1": 1 } } },
    { keys: { ...record.keys, currentDataKey: "1" } },
  ])("has STORE_CORRUPT for a record with %j", (changed) => {
    expect(() => parse(changed)).toThrow(corrupt);
  });
});

describe("requireDomain", () => {
  it("lets the store's own domain pass", () => {
    expect(() => requireDomain(record, { name: "acme", owner: "111122223333" })).not.toThrow();
  });

  it.each([
    { name: "other", owner: "111122223333" },
    { name: "acme", owner: "000000000000" },
  ])("has CONFIGURATION_INVALID for %j and names both domains", (domain) => {
    const invalid = errorLike({
      code: "CONFIGURATION_INVALID",
      message: `The store belongs to the domain acme of 111122223333, not to the domain ${domain.name} of ${domain.owner}.`,
    });
    expect(() => requireDomain(record, domain)).toThrow(invalid);
  });
});

describe("schemaDigest", () => {
  it("is over every field but the key check, in any order of the fields", () => {
    const digest = (changed: object): string => Buffer.from(schemaDigest({ ...record, ...changed })).toString("hex");
    const original = digest({});
    expect(digest({ keyCheck: "other" })).toBe(original);
    expect(
      Buffer.from(schemaDigest(Object.fromEntries(Object.entries(record).toReversed()) as never)).toString("hex"),
    ).toBe(original);
    for (const changed of [{ minReader: 0 }, { domain: "x" }, { added: 1 }, { keys: { ...record.keys, data: {} } }]) {
      expect(digest(changed)).not.toBe(original);
    }
  });
});
