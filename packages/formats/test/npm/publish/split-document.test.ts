import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DocumentPiece, createDocumentSplitter } from "../../../src/npm/publish/split-document.ts";

/** The text in pieces, cut at these places. */
function cut(text: string, places: readonly number[]): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function split(text: string, places: readonly number[] = []) {
  const splitter = createDocumentSplitter();
  const pieces: DocumentPiece[] = cut(text, places).flatMap((chunk) => splitter.push(chunk));
  const files: [string, string][] = [];
  for (const piece of pieces) {
    const current = files.at(-1);
    if (piece.type === "begin") files.push([piece.file, ""]);
    else if (piece.type === "text" && current !== undefined) current[1] += Buffer.from(piece.text).toString("utf8");
  }
  return { skeleton: splitter.end(), files, ends: pieces.filter(({ type }) => type === "end").length };
}

const places = fc.array(fc.nat(4_000), { maxLength: 20 });
const base64 = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const fileName = fc
  .string({ unit: "grapheme", minLength: 1 })
  .filter((name) => !name.endsWith(".sigstore") && name !== "__proto__");

describe("a document that comes in pieces", () => {
  test("is any JSON value, whole, however it is cut", () => {
    fc.assert(
      fc.property(fc.json(), places, (json, at) => {
        const { skeleton, files } = split(json, at);
        expect(skeleton).toEqual(JSON.parse(json));
        expect(files).toEqual([]);
      }),
    );
  });

  test("gives on the data of attachments, wherever they stand, and keeps everything else", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fileName, base64, { noNullPrototype: true, maxKeys: 4 }),
        fc.json(),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        places,
        (data, json, first, indent, at) => {
          const rest = JSON.parse(json) as unknown;
          const attachments = Object.fromEntries(
            Object.entries(data).map(([name, text]) => [name, { content_type: "x", data: text, length: 1 }]),
          );
          const fields = {
            rest,
            data: "kept",
            attachments: { x: { data: "kept" } },
            versions: { v: { data: ["kept"] } },
          };
          const document = first ? { _attachments: attachments, ...fields } : { ...fields, _attachments: attachments };
          const { skeleton, files, ends } = split(JSON.stringify(document, null, indent), at);
          const without = Object.fromEntries(
            Object.keys(attachments).map((name) => [name, { content_type: "x", data: "", length: 1 }]),
          );
          expect(skeleton).toEqual({ ...fields, _attachments: without });
          expect(files).toEqual(Object.entries(attachments).map(([name, each]) => [name, each.data]));
          expect(ends).toBe(files.length);
        },
      ),
    );
  });

  test("however JSON escapes them, names and data are what they mean", () => {
    fc.assert(
      fc.property(base64, places, (text, at) => {
        const escaped = Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
          "",
        );
        const json = `{"\\u005fattachments":{"a\\/\\"b.tgz":{"d\\u0061ta":"${escaped}"}}}`;
        const { skeleton, files } = split(json, at);
        expect(files).toEqual([['a/"b.tgz', text]]);
        expect(skeleton).toEqual({ _attachments: { 'a/"b.tgz': { data: "" } } });
      }),
    );
  });

  test("keeps the data of a provenance, which is small", () => {
    const document = { _attachments: { "x.sigstore": { data: '{"a":"\\"b"}' } } };
    expect(split(JSON.stringify(document))).toEqual({ skeleton: document, files: [], ends: 0 });
  });

  test.each([
    '[{"_attachments":{"x":{"data":"kept"}}}]',
    '{"_attachments":[{"data":"kept"}]}',
    '{"_attachments":{"x":{"y":{"data":"kept"}}}}',
    '{"_attachments":{"data":"kept"}}',
    '{"x":{"_attachments":{"x":{"data":"kept"}}}}',
    '{"_attachments":{"x":{"data":["kept"]}}}',
  ])("%s has no data of an attachment", (json) => {
    expect(split(json)).toEqual({ skeleton: JSON.parse(json) as unknown, files: [], ends: 0 });
  });

  test("what is no JSON is refused, however it is cut", () => {
    const json = JSON.stringify({ _attachments: { x: { data: "AAAA", length: 3 } }, versions: { "1.0.0": {} } });
    fc.assert(
      fc.property(fc.nat(json.length - 1), places, (end, at) => {
        expect(() => split(json.slice(0, end), at)).toThrow("The publish was refused");
      }),
    );
    for (const text of [
      '{"a":1}}',
      '{"a":1]',
      '{"a" "b"}',
      "{,}",
      '{"\\u00zz":1}',
      '{"_attachments":{"x":{"data":"\\u00zz"}}}',
    ])
      expect(() => split(text), text).toThrow("no JSON");
  });

  test("what could exhaust memory or stack is refused as it comes", () => {
    expect(() => createDocumentSplitter().push(Buffer.from("[".repeat(101)))).toThrow("nested");
    expect(() => createDocumentSplitter().push(Buffer.from(`{"${"x".repeat(4_097)}`))).toThrow("key");
    const splitter = createDocumentSplitter();
    const chunk = Buffer.alloc(1024 * 1024, "x");
    splitter.push(Buffer.from('{"a":"'));
    expect(() => Array.from({ length: 33 }, () => splitter.push(chunk))).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    );
  });
});
