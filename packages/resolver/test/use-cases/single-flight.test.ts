import { expect, test, vi } from "vitest";
import { createSingleFlight } from "../../src/use-cases/single-flight.ts";

test("whoever asks while the work runs gets its result, and it runs once", async () => {
  const flight = createSingleFlight<number>();
  const work = vi.fn<() => Promise<number>>().mockResolvedValue(1);
  expect(await Promise.all([flight("a", work), flight("a", work), flight("a", work)])).toStrictEqual([1, 1, 1]);
  expect(work).toHaveBeenCalledTimes(1);
});

test("other keys run on their own", async () => {
  const flight = createSingleFlight<string>();
  expect(await Promise.all([flight("a", async () => "a"), flight("b", async () => "b")])).toStrictEqual(["a", "b"]);
});

test("nothing is remembered, neither a result nor a failure", async () => {
  const flight = createSingleFlight<number>();
  const work = vi
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(new Error("down"))
    .mockResolvedValueOnce(1)
    .mockResolvedValueOnce(2);
  await expect(Promise.all([flight("a", work), flight("a", work)])).rejects.toThrow("down");
  expect(await flight("a", work)).toBe(1);
  expect(await flight("a", work)).toBe(2);
});
