import { expect, test } from "vitest";
import { timeoutsOf, withTimeout } from "../../../src/npm/external-registry/timeouts.ts";

test("a timeout tells once that it expired and leaves the outcome to the promise", async () => {
  let expired = 0;
  const slow = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 50));
  expect(await withTimeout(slow, 5, () => (expired += 1))).toBe("late");
  expect(expired).toBe(1);
});

test("a timeout that is not needed is never heard of", async () => {
  let expired = 0;
  expect(await withTimeout(Promise.resolve("soon"), 5, () => (expired += 1))).toBe("soon");
  await expect(withTimeout(Promise.reject(new Error("failed")), 5, () => (expired += 1))).rejects.toThrow("failed");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(expired).toBe(0);
});

test("a registry's silence is bounded in every phase, to connect by 10 seconds at most", () => {
  expect(timeoutsOf(60_000)).toEqual({ connect: 10_000, headers: 60_000, body: 60_000 });
  expect(timeoutsOf(2_000)).toEqual({ connect: 2_000, headers: 2_000, body: 2_000 });
});
