import { join } from "node:path";
import { expect, test } from "vitest";
import { readTextFile } from "../../src/files/read-text-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a file that is not there is no error, one that cannot be read is", async () => {
  await using root = await temporaryFolder({ "a.txt": "text" });
  expect(await readTextFile(join(root.path, "a.txt"))).toBe("text");
  expect(await readTextFile(join(root.path, "b.txt"))).toBeUndefined();
  expect(await readTextFile(join(root.path, "a.txt", "b.txt"))).toBeUndefined();
  await expect(readTextFile(root.path)).rejects.toThrow("EISDIR");
});
