import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findNpm } from "../../src/settings/find-npm.ts";

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "headwater-find-npm-")));
  await mkdir(join(root, "npm", "bin"), { recursive: true });
  await writeFile(join(root, "npm", "bin", "npm-cli.js"), "");
  await mkdir(join(root, "bin"));
  await mkdir(join(root, "shims"));
  await writeFile(join(root, "shims", "npm"), "#!/bin/sh\n");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")(
  "the npm that PATH leads to first is found, behind programs that stand for it",
  async () => {
    await symlink(join(root, "npm", "bin", "npm-cli.js"), join(root, "bin", "npm"));
    const PATH = [join(root, "none"), join(root, "shims"), join(root, "bin")].join(delimiter);
    expect(findNpm({ PATH })).toBe(join(root, "npm"));
    expect(findNpm({ Path: PATH })).toBe(join(root, "npm"));
  },
);

test("without an npm on PATH there is none", () => {
  expect(findNpm({ PATH: join(root, "shims") })).toBeUndefined();
  expect(findNpm({})).toBeUndefined();
});
