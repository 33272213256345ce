import type { RecordKey } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { createRecordCipher } from "../../src/encryption/record-cipher.ts";
import { createRecordCodec } from "../../src/references/record-codec.ts";
import { errorLike } from "../matchers.ts";

const keys = makeDomainKeys();
const codec = createRecordCodec(keys);
const corrupt = errorLike({ code: "STORE_CORRUPT" });
const KEY: RecordKey = { type: "package", repository: "team", package: { format: "npm", name: "express" } };
const VALUE = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: { latest: "5.0.0" } };
const at = codec.storedKey(KEY);

describe("createRecordCodec", () => {
  it("gives back the value that was asked for, and a found record with its key", () => {
    const text = codec.encode(KEY, VALUE);
    expect(codec.decodeValue(KEY, at, text)).toEqual(VALUE);
    expect(codec.decode(at, text)).toEqual({ key: KEY, value: VALUE });
  });

  it("shows neither names nor values, and never the same text twice", () => {
    const text = codec.encode(KEY, VALUE);
    const shown = at + Buffer.from(text, "base64").toString("latin1");
    for (const word of ["express", "team", "latest", "5.0.0"]) expect(shown).not.toContain(word);
    expect(codec.encode(KEY, VALUE)).not.toBe(text);
  });

  it("finds a flipped bit anywhere in the text", () => {
    const text = Buffer.from(codec.encode(KEY, VALUE), "latin1");
    for (let bit = 0; bit < text.length * 8; bit++) {
      const flipped = Buffer.from(text);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => codec.decode(at, flipped.toString("latin1"))).toThrow(corrupt);
    }
  });

  it("finds an intact record that lies where another belongs", () => {
    const other: RecordKey = { type: "package", repository: "other", package: KEY.package };
    const text = codec.encode(other, VALUE);
    expect(() => codec.decode(at, text)).toThrow(corrupt);
    expect(() => codec.decodeValue(KEY, at, text)).toThrow(corrupt);
  });

  it("finds a record that was encrypted for this place but names another key, or none that there is", () => {
    const cipher = createRecordCipher(keys);
    for (const segments of [["package", "other", "npm", "", "express"], ["package"], ["nothing"]]) {
      const text = cipher.encrypt(at, JSON.stringify({ k: segments, v: VALUE }));
      expect(() => codec.decode(at, text)).toThrow(corrupt);
      expect(() => codec.decodeValue(KEY, at, text)).toThrow(corrupt);
    }
  });

  it("finds records of another domain and what is no record", () => {
    const foreign = createRecordCodec(makeDomainKeys());
    expect(() => codec.decode(at, foreign.encode(KEY, VALUE))).toThrow(corrupt);
    for (const text of ["", "AQ==", "hello", "{}"]) expect(() => codec.decode(at, text)).toThrow(corrupt);
  });
});
