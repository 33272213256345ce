import { expect, test } from "vitest";
import { orAborted } from "../src/or-aborted.ts";

const never = new Promise<string>(() => undefined);

test("a promise that is kept first gives its value, one that is broken its reason", async () => {
  const { signal } = new AbortController();
  expect(await orAborted(Promise.resolve("done"), signal)).toBe("done");
  await expect(orAborted(Promise.reject(new Error("broken")), signal)).rejects.toThrow("broken");
});

test("an abort is not waited for, before it or in the middle", async () => {
  const controller = new AbortController();
  const waiting = orAborted(never, controller.signal);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(orAborted(never, controller.signal)).rejects.toThrow("enough");
});

test("what fails after the abort disturbs nobody", async () => {
  const { promise, reject } = Promise.withResolvers<string>();
  const controller = new AbortController();
  const waiting = orAborted(promise, controller.signal);
  controller.abort(new Error("enough"));
  reject(new Error("too late"));
  await expect(waiting).rejects.toThrow("enough");
});
