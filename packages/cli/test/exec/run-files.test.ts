import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { TEMPORARY_PREFIX } from "../../src/exec/client-environment.ts";
import { createRunFiles } from "../../src/exec/run-files.ts";

test("only this user can read the files of a run, and they are gone after it", async () => {
  const files = await createRunFiles();
  expect(basename(files.folder)).toContain(TEMPORARY_PREFIX);
  const path = await files.write("npmrc", "a=1");
  expect(await readFile(path, "utf8")).toBe("a=1");
  // Windows has no such modes and gives fixed ones.
  const [file, folder] = process.platform === "win32" ? [0o666, 0o666] : [0o600, 0o700];
  expect([(await stat(path)).mode & 0o777, (await stat(files.folder)).mode & 0o777]).toEqual([file, folder]);
  expect((await stat(await files.makeFolder("yarn"))).isDirectory()).toBe(true);
  await files.remove();
  await files.remove();
  await expect(stat(files.folder)).rejects.toThrow("ENOENT");
});
