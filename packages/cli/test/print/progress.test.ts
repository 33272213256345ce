import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgress, showsProgress } from "../../src/print/progress.ts";

const terminal = (): PassThrough & { isTTY: boolean } => Object.assign(new PassThrough(), { isTTY: true });

test("a bar is shown on a terminal, and neither in CI, nor in a dumb terminal, nor into a file", () => {
  expect(showsProgress({ stream: terminal(), env: {} })).toBe(true);
  expect(showsProgress({ stream: terminal(), env: { CI: "false" } })).toBe(true);
  expect(showsProgress({ stream: terminal(), env: { CI: "true" } })).toBe(false);
  expect(showsProgress({ stream: terminal(), env: { TERM: "dumb" } })).toBe(false);
  expect(showsProgress({ stream: new PassThrough(), env: {} })).toBe(false);
});

test("into a file nothing at all is written", async () => {
  const stream = new PassThrough();
  const progress = await createProgress({ label: "retaining", stream, env: {}, delay: 0 });
  progress.update(1, 2);
  progress.stop();
  expect(stream.read()).toBeNull();
});

test("on a terminal the label and the numbers are shown, once the delay is over", async () => {
  const stream = terminal();
  const progress = await createProgress({ label: "retaining", stream, env: {}, delay: 0 });
  progress.update(1, 2);
  progress.update(2, 2);
  progress.stop();
  progress.stop();
  expect(String(stream.read())).toContain("retaining");

  const quick = terminal();
  const unseen = await createProgress({ label: "retaining", stream: quick, env: {}, delay: 60_000 });
  unseen.update(1, 2);
  unseen.stop();
  expect(quick.read()).toBeNull();
});
