import { expect, test } from "vitest";
import { parseYamlLockfile } from "../../../src/npm/lockfile/parse-yaml-lockfile.ts";

test("each document is read, every scalar as text, with Windows line ends too", async () => {
  expect(await parseYamlLockfile("---\r\na: 1.10\r\n---\r\nb: true\r\n", "pnpm-lock.yaml")).toEqual([
    { a: "1.10" },
    { b: "true" },
  ]);
});

test("empty documents are none", async () => {
  expect(await parseYamlLockfile("\n---\n\n", "pnpm-lock.yaml")).toEqual([]);
});

test("the line of an error is that of the file, not of the document", async () => {
  await expect(parseYamlLockfile("a: 1\n---\nb: [\n", "pnpm-lock.yaml")).rejects.toThrow("pnpm-lock.yaml:4:");
});
