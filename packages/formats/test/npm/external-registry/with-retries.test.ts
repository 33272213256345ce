import { describe, expect, test } from "vitest";
import { answeredWith, unreachable } from "../../../src/npm/external-registry/registry-errors.ts";
import { parseRetryAfter, withRetries } from "../../../src/npm/external-registry/with-retries.ts";

const connection = { name: "public:npmjs", url: "https://npm.example.com/" };

/** Runs something that always fails like this; gives the waits. */
async function waitsFor(error: unknown, { retries = 2, attemptTakes = 0 } = {}): Promise<readonly number[]> {
  const waits: number[] = [];
  let time = 0;
  const sleep = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    time += milliseconds;
  };
  const attempt = async (): Promise<never> => {
    time += attemptTakes;
    throw error;
  };
  await expect(withRetries(attempt, { retries, clock: { now: () => time }, sleep })).rejects.toBe(error);
  return waits;
}

describe("what is tried again", () => {
  test("is what may succeed the next time, with growing waits", async () => {
    expect(await waitsFor(unreachable(connection, "broken", "x"))).toEqual([250, 1000]);
    expect(await waitsFor(answeredWith(connection, 503, "x"), { retries: 3 })).toEqual([250, 1000, 4000]);
    expect(await waitsFor(answeredWith(connection, 429, "x"))).toEqual([250, 1000]);
    expect(await waitsFor(unreachable(connection, "connect", "x"), { retries: 0 })).toEqual([]);
  });

  test("is a failed connection for 2 seconds altogether, so that an offline install goes on (F1)", async () => {
    expect(await waitsFor(unreachable(connection, "connect", "x"), { retries: 9 })).toEqual([250, 1000]);
    expect(await waitsFor(unreachable(connection, "connect", "x"), { attemptTakes: 5000 })).toEqual([]);
  });

  test("waits as long as the registry asks for, unless that is too long", async () => {
    expect(await waitsFor(answeredWith(connection, 429, "x", 3000))).toEqual([3000, 3000]);
    expect(await waitsFor(answeredWith(connection, 503, "x", 60_000))).toEqual([]);
  });

  test("is no refusal, no timeout, no bad certificate and no fault of ours", async () => {
    const errors = [
      answeredWith(connection, 403, "x"),
      answeredWith(connection, 400, "x"),
      new Error("bug"),
      undefined,
    ];
    for (const fault of ["timeout", "certificate", "offline"] as const)
      errors.push(unreachable(connection, fault, "x"));
    for (const error of errors) expect(await waitsFor(error)).toEqual([]);
  });
});

describe("retry-after", () => {
  const now = Date.UTC(2026, 0, 1);
  test.each([
    ["5", 5000],
    [" 0 ", 0],
    ["Thu, 01 Jan 2026 00:00:07 GMT", 7000],
    ["Thu, 01 Jan 2015 00:00:00 GMT", 0],
    ["soon", undefined],
    [null, undefined],
  ])("%j is %j milliseconds", (header, milliseconds) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds);
  });
});
