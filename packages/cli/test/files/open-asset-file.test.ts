import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openAssetFile } from "../../src/files/open-asset-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a file is read to its end", async () => {
  await using root = await temporaryFolder({ "a.bin": "some bytes" });
  expect((await buffer(await openAssetFile(join(root.path, "a.bin")))).toString()).toBe("some bytes");
});

test("a folder, and what is not there, is refused by name", async () => {
  await using root = await temporaryFolder();
  await expect(openAssetFile(root.path)).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining(root.path) as string,
  });
  await expect(openAssetFile(join(root.path, "none"))).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining("ENOENT") as string,
  });
});
