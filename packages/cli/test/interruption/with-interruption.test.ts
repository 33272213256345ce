import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { orInterruption, withInterruption } from "../../src/interruption/with-interruption.ts";

const alone = { isPassedOn: () => false };

/** As if the process had been sent it. */
const send = (signal: NodeJS.Signals): boolean => process.emit(signal, signal);

test("nothing listens any longer once the action has ended", async () => {
  const before = process.listenerCount("SIGINT");
  await withInterruption(async () => 0, alone);
  expect(process.listenerCount("SIGINT")).toBe(before);
});

test("without a signal the action's answer or failure is the outcome", async () => {
  expect(await withInterruption(async () => 7, alone)).toBe(7);
  await expect(withInterruption(async () => Promise.reject(new Error("failed")), alone)).rejects.toThrow("failed");
});

test("Ctrl-C aborts the action, which ends cleanly, and the answer is 130", async () => {
  let cleaned = false;
  const outcome = withInterruption(async (signal) => {
    try {
      send("SIGINT");
      await orInterruption(wait(60_000, 0, { ref: false }), signal);
    } finally {
      cleaned = true;
    }
    return 0;
  }, alone);
  expect(await outcome).toBe(130);
  expect(cleaned).toBe(true);
});

test("SIGTERM is 143, also when the action minds its signal and ends well", async () => {
  expect(await withInterruption(async () => (send("SIGTERM"), 0), alone)).toBe(143);
});

test("a signal that belongs to somebody else aborts nothing", async () => {
  const outcome = withInterruption(
    async (signal) => {
      send("SIGINT");
      send("SIGINT");
      return signal.aborted ? 1 : 0;
    },
    { isPassedOn: () => true },
  );
  expect(await outcome).toBe(0);
});

test("what is waited for comes through, unless the signal was aborted before", async () => {
  const controller = new AbortController();
  expect(await orInterruption(Promise.resolve("x"), controller.signal)).toBe("x");
  controller.abort(new Error("told to stop"));
  await expect(orInterruption(wait(60_000, 0, { ref: false }), controller.signal)).rejects.toThrow("told to stop");
});

test("work that is told to end may still do so for a while, and no longer", async () => {
  const signal = AbortSignal.abort(new Error("told to stop"));
  expect(await orInterruption(wait(20, "done"), signal, 10_000)).toBe("done");
  await expect(orInterruption(wait(60_000, 0, { ref: false }), signal, 20)).rejects.toThrow("told to stop");
});
