import type { JsonObject } from "@headwater/resolver";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillBases, serializeWithHoles } from "../../../src/npm/packument/serialize.ts";

/** One base for tarballs and attestations. */
const fillBase = (bytes: Uint8Array, base: string): Uint8Array =>
  fillBases(bytes, { tarballs: base, attestations: base });

const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString("utf8"));

describe("a document with holes", () => {
  test("has the base URL in front of each tarball once it is filled, for any base", () => {
    const document = {
      versions: { "1.0.0": { dist: { tarball: "\0x/-/x-1.tgz" } }, "2.0.0": { dist: { tarball: "\0x/-/x-2.tgz" } } },
    };
    const bytes = serializeWithHoles(document);
    for (const base of ["https://npm.example.com/", "http://127.0.0.1:4873/npm/team/", "/", ""]) {
      expect(parse(fillBase(bytes, base))).toEqual({
        versions: {
          "1.0.0": { dist: { tarball: `${base}x/-/x-1.tgz` } },
          "2.0.0": { dist: { tarball: `${base}x/-/x-2.tgz` } },
        },
      });
    }
  });

  test("has another base in front of the address of attestations, and of no other URL", () => {
    const url = "\u0001-/npm/v1/attestations/x@1.0.0";
    const bytes = serializeWithHoles({
      dist: { tarball: "\0x/-/x-1.tgz", attestations: { url } },
      bugs: { url: "\u0001x" },
    });
    const bases = { tarballs: "https://npm.example.com/", attestations: "http://127.0.0.1:4873/npm/team/" };
    expect(parse(fillBases(bytes, bases))).toEqual({
      dist: {
        tarball: "https://npm.example.com/x/-/x-1.tgz",
        attestations: { url: "http://127.0.0.1:4873/npm/team/-/npm/v1/attestations/x@1.0.0" },
      },
      bugs: { url: "\u0001x" },
    });
  });

  test("is given back as it is when it has none", () => {
    const bytes = serializeWithHoles({ name: "x", dist: {} });
    expect(fillBase(bytes, "https://npm.example.com/")).toBe(bytes);
  });

  test("is filled from bytes that lie within a larger buffer", () => {
    const bytes = serializeWithHoles({ dist: { tarball: "\0x" } });
    const larger = new Uint8Array(bytes.byteLength + 20);
    larger.set(bytes, 10);
    expect(parse(fillBase(larger.subarray(10, 10 + bytes.byteLength), "b/"))).toEqual({ dist: { tarball: "b/x" } });
  });

  test("keeps every other text, zero characters and look-alikes included", () => {
    const hostile = ['"tarball":"\0', '\\"tarball\\":\\"\\u0000', "\0", "\\u0000", "\ud800", "é€😀"];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }))), (texts) => {
        const document: JsonObject = { readme: texts.join(""), list: texts, dist: { tarball: "\0p" } };
        const expected: unknown = JSON.parse(JSON.stringify({ ...document, dist: { tarball: "https://b/p" } }));
        expect(parse(fillBase(serializeWithHoles(document), "https://b/"))).toEqual(expected);
      }),
    );
  });

  test("cannot be broken out of by a base URL", () => {
    const bytes = serializeWithHoles({ dist: { tarball: "\0p" } });
    expect(parse(fillBase(bytes, 'x","y":"'))).toEqual({ dist: { tarball: 'x","y":"p' } });
  });

  test("that is nested too deeply to be written is the registry's fault", () => {
    const deep = JSON.parse(`{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`) as JsonObject;
    expect(() => serializeWithHoles(deep)).toThrow(
      expect.objectContaining({ code: "EXTERNAL_REGISTRY_INVALID_ANSWER" }),
    );
  });
});
