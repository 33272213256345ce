import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createBase64Decoder } from "../../../src/npm/publish/base64-decoder.ts";

/** The bytes; `undefined` for what is no base64. */
function decode(pieces: readonly string[]): Buffer | undefined {
  const decoder = createBase64Decoder();
  const decoded = [...pieces.map((piece) => decoder.push(Buffer.from(piece, "latin1"))), decoder.end()];
  const bytes = decoded.filter((each) => each !== undefined);
  return bytes.length < decoded.length ? undefined : Buffer.concat(bytes);
}

const cut = (text: string, places: readonly number[]): readonly string[] => {
  const at = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
};
const places = fc.array(fc.nat(1_000), { maxLength: 12 });

test("any bytes come back, however their base64 is cut", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), places, (bytes, at) => {
      expect(decode(cut(Buffer.from(bytes).toString("base64"), at))).toEqual(Buffer.from(bytes));
    }),
  );
});

test("a letter that is none of base64's is noticed wherever it is, and however the text is cut", () => {
  const foreign = fc.constantFrom("!", "=", "\n", " ", "\0", ".", "é");
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 12, maxLength: 300 }),
      fc.nat(10),
      foreign,
      places,
      (bytes, place, letter, at) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(decode(cut(`${text.slice(0, place)}${letter}${text.slice(place)}`, at))).toBeUndefined();
      },
    ),
  );
});

test.each(["A", "AA", "AAA", "AAAAA", "AA=", "AAA=AAAA", "A===", "====", "AB==", "AAB="])("%s is no base64", (text) => {
  expect(decode([text])).toBeUndefined();
});

test("nothing is no bytes", () => {
  expect(decode([])).toEqual(Buffer.alloc(0));
});
