import type { RecordKey } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { createRecordCodec } from "../../src/references/record-codec.ts";
import { withOpenedRecords } from "../../src/references/with-opened-records.ts";
import { errorLike } from "../matchers.ts";

const codec = createRecordCodec(makeDomainKeys());
const keyOf = (name: string): RecordKey => ({ type: "package", repository: "team", package: { format: "npm", name } });
const at = (name: string): string => codec.storedKey(keyOf(name));

describe("withOpenedRecords", () => {
  it("gives one and the same value for a text that did not change", () => {
    const remembering = withOpenedRecords(codec);
    const text = codec.encode(keyOf("a"), { tags: { latest: "1.0.0" } });
    const first = remembering.decodeValue(keyOf("a"), at("a"), text);
    expect(first).toEqual({ tags: { latest: "1.0.0" } });
    expect(remembering.decodeValue(keyOf("a"), at("a"), text)).toBe(first);
  });

  it("opens a record anew that was written again, also with an equal value", () => {
    const remembering = withOpenedRecords(codec);
    remembering.decodeValue(keyOf("a"), at("a"), codec.encode(keyOf("a"), { n: 1 }));
    expect(remembering.decodeValue(keyOf("a"), at("a"), codec.encode(keyOf("a"), { n: 2 }))).toEqual({ n: 2 });
    expect(remembering.decodeValue(keyOf("a"), at("a"), codec.encode(keyOf("a"), { n: 1 }))).toEqual({ n: 1 });
  });

  it("finds damage in a text whose record it has opened before, and in one that belongs to another key", () => {
    const remembering = withOpenedRecords(codec);
    const text = codec.encode(keyOf("a"), { n: 1 });
    remembering.decodeValue(keyOf("a"), at("a"), text);
    const damaged = text.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    expect(() => remembering.decodeValue(keyOf("a"), at("a"), damaged)).toThrow(errorLike({ code: "STORE_CORRUPT" }));
    expect(() => remembering.decodeValue(keyOf("b"), at("b"), text)).toThrow(errorLike({ code: "STORE_CORRUPT" }));
    expect(remembering.decodeValue(keyOf("a"), at("a"), text)).toEqual({ n: 1 });
  });

  it("stays right when more is opened than it remembers", () => {
    const texts = ["a", "b", "c"].map((name) => [name, codec.encode(keyOf(name), { name })] as const);
    const remembering = withOpenedRecords(codec, Math.max(...texts.map(([, text]) => text.length)) + 1);
    for (const [name, text] of [...texts, ...texts])
      expect(remembering.decodeValue(keyOf(name), at(name), text)).toEqual({ name });
  });
});
