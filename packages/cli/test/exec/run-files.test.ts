import { execFile } from "node:child_process";
import { readFile, readdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createRunFiles } from "../../src/exec/run-files.ts";
import { TEMPORARY_PREFIX } from "../../src/exec/temporary-prefix.ts";
import { temporaryFolder } from "../temporary-folder.ts";

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

test("nothing of a run stays behind when the process exits before it removed its files, as a second Ctrl-C makes it", async () => {
  await using temporary = await temporaryFolder();
  const source = new URL("../../src/exec/run-files.ts", import.meta.url).href;
  const script = `
    const { createRunFiles } = await import(${JSON.stringify(source)});
    console.log(await (await createRunFiles()).write("npmrc", "a=1"));
    process.exit(130);`;
  const ended = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, TMPDIR: temporary.path, TEMP: temporary.path },
  });
  await expect(ended).rejects.toMatchObject({
    code: 130,
    stdout: expect.stringContaining(temporary.path) as string,
  });
  expect(await readdir(temporary.path)).toEqual([]);
});
