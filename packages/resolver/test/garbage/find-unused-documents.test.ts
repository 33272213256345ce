import { describe, expect, test } from "vitest";
import { findUnusedDocuments } from "../../src/garbage/find-unused-documents.ts";

const AGE = 100;
const unused = (...documents: readonly (readonly [connection: string, confirmedTime: number])[]) =>
  findUnusedDocuments(
    documents.map(([connection, confirmedTime]) => ({ connection, confirmedTime })),
    AGE,
  ).map(({ confirmedTime }) => confirmedTime);

describe("a registry's document is unused", () => {
  test("when others of the connection were confirmed more than the age after it", () => {
    expect(unused(["npm", 1000], ["npm", 1099], ["npm", 1101])).toStrictEqual([1000]);
  });

  test("never for time alone: while nothing is confirmed, as in an outage or offline, nothing grows old", () => {
    expect(unused(["npm", 0], ["npm", AGE])).toStrictEqual([]);
  });

  test("by the confirmations of its own connection only", () => {
    expect(unused(["npm", 0], ["mirror", 1_000_000])).toStrictEqual([]);
  });

  test("never when there is none", () => {
    expect(unused()).toStrictEqual([]);
  });
});
