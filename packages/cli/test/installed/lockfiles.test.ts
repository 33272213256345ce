import { expect, test } from "vitest";
import { readLockfile } from "../../src/installed/lockfiles.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const lock = (version: string): string =>
  JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/lib": { version } } });

test("each client has its own lockfile, and npm's shrinkwrap counts before its lockfile", async () => {
  await using root = await temporaryFolder({
    "package-lock.json": lock("1.0.0"),
    "npm-shrinkwrap.json": lock("2.0.0"),
    "yarn.lock": "__metadata:\n  version: 8\n",
  });
  expect((await readLockfile("npm", root.path))?.map(({ version }) => version)).toEqual(["2.0.0"]);
  expect(await readLockfile("yarn", root.path)).toEqual([]);
  expect(await readLockfile("pnpm", root.path)).toBeUndefined();
});

test("Bun's binary lockfile is refused with the way to a text one, which counts when it is there", async () => {
  await using binary = await temporaryFolder({ "bun.lockb": "\0" });
  await expect(readLockfile("bun", binary.path)).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    hint: expect.stringContaining("--save-text-lockfile") as string,
  });
  await using both = await temporaryFolder({ "bun.lockb": "\0", "bun.lock": '{"packages":{}}' });
  expect(await readLockfile("bun", both.path)).toEqual([]);
});
