import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { onFile } from "../../src/files/on-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("what the system refuses is told with the file, its code and what to do", async () => {
  await using root = await temporaryFolder();
  const file = join(root.path, "missing");
  const advice = { hint: "Name another.", addition: "It is as it was." };
  await expect(onFile(file, advice, () => readFile(file))).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: `${file} cannot be read or written: ENOENT. It is as it was.`,
    hint: "Name another.",
  });
});

test("faults of the program stay what they are, and what succeeds is given on", async () => {
  const fault = new TypeError("no function");
  await expect(onFile("f", { hint: "" }, () => Promise.reject(fault))).rejects.toBe(fault);
  expect(await onFile("f", { hint: "" }, async () => 42)).toBe(42);
});
