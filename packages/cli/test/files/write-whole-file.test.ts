import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { writeWholeFile } from "../../src/files/write-whole-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const signal = new AbortController().signal;

test("a file appears with all of its bytes, over one that was there", async () => {
  await using root = await temporaryFolder({ "a.tgz": "old" });
  await writeWholeFile(join(root.path, "a.tgz"), Readable.from(["new ", "bytes"]), signal);
  expect(await readFile(join(root.path, "a.tgz"), "utf8")).toBe("new bytes");
  expect(await readdir(root.path)).toEqual(["a.tgz"]);
});

test("a file that is replaced can keep its permissions", async () => {
  await using root = await temporaryFolder({ "a.sh": "old" });
  await writeWholeFile(join(root.path, "a.sh"), Readable.from(["new"]), signal, { mode: 0o755 });
  expect((await stat(join(root.path, "a.sh"))).mode & 0o777).toBe(0o755);
});

test("what fails on the way leaves the old file and nothing beside it", async () => {
  await using root = await temporaryFolder({ "a.tgz": "old" });
  const broken = Readable.from(
    (async function* () {
      yield "half";
      throw new Error("broken");
    })(),
  );
  await expect(writeWholeFile(join(root.path, "a.tgz"), broken, signal)).rejects.toThrow("broken");
  expect(await readFile(join(root.path, "a.tgz"), "utf8")).toBe("old");
  expect(await readdir(root.path)).toEqual(["a.tgz"]);
});

test("an interruption ends it likewise", async () => {
  await using root = await temporaryFolder();
  await expect(writeWholeFile(join(root.path, "a.tgz"), Readable.from(["x"]), AbortSignal.abort())).rejects.toThrow(
    "aborted",
  );
  expect(await readdir(root.path)).toEqual([]);
});

test("a place that cannot be written is INVALID_ARGUMENT", async () => {
  await using root = await temporaryFolder();
  await expect(writeWholeFile(join(root.path, "none", "a.tgz"), Readable.from(["x"]), signal)).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining("a.tgz cannot be written: ENOENT") as string,
  });
});
