import { chmod, chown, lstat, mkdir, readFile, readdir, readlink, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readUserFile, writeUserFile } from "../../src/login/user-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test("a new file, its folder made, is for its owner alone; one that is there keeps its permissions", async () => {
  await using root = await temporaryFolder({ old: "a" });
  const [fresh, old] = [join(root.path, "new", "rc"), join(root.path, "old")];
  await writeUserFile(await readUserFile(fresh), "x");
  expect([await readFile(fresh, "utf8"), await modeOf(fresh)]).toEqual(["x", 0o600]);
  await chmod(old, 0o640);
  await writeUserFile(await readUserFile(old), "b");
  expect([await readFile(old, "utf8"), await modeOf(old)]).toEqual(["b", 0o640]);
  await writeUserFile(await readUserFile(old), undefined);
  expect(await readdir(root.path)).toEqual(["new"]);
});

test("permissions that the umask would take away are kept", async () => {
  await using root = await temporaryFolder({ old: "a" });
  const old = join(root.path, "old");
  await chmod(old, 0o664);
  const before = process.umask(0o022);
  try {
    await writeUserFile(await readUserFile(old), "b");
  } finally {
    process.umask(before);
  }
  expect([await readFile(old, "utf8"), await modeOf(old)]).toEqual(["b", 0o664]);
});

test.runIf(process.getuid?.() === 0)("a file that root changes stays its owner's", async () => {
  await using root = await temporaryFolder({ old: "a" });
  const old = join(root.path, "old");
  await chmod(old, 0o640);
  await chown(old, 1234, 2345);
  await writeUserFile(await readUserFile(old), "b");
  const { uid, gid } = await stat(old);
  expect([uid, gid, await modeOf(old)]).toEqual([1234, 2345, 0o640]);
});

test("a link stays one, also when the file that it names is not there yet", async () => {
  await using root = await temporaryFolder({ "dotfiles/npmrc": "a" });
  for (const [name, target] of [
    [".npmrc", "dotfiles/npmrc"],
    [".bunfig.toml", "dotfiles/bunfig"],
  ] as const) {
    const link = join(root.path, name);
    await symlink(target, link);
    await writeUserFile(await readUserFile(link), "b");
    expect([await readlink(link), await readFile(join(root.path, target), "utf8")]).toEqual([target, "b"]);
  }
});

test("a file that may not be written, or is none, stays as it is and is named", async () => {
  await using root = await temporaryFolder({ old: "a", "place/file": "" });
  const old = join(root.path, "old");
  await chmod(old, 0o444);
  const refused = (path: string) =>
    expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining(path) as string,
    }) as Error;
  await expect(writeUserFile(await readUserFile(old), "b")).rejects.toEqual(refused(old));
  expect(await readFile(old, "utf8")).toBe("a");
  await expect(readUserFile(join(root.path, "place"))).rejects.toEqual(refused("place"));
  await symlink("circle", join(root.path, "circle"));
  await expect(readUserFile(join(root.path, "circle"))).rejects.toEqual(refused("circle"));
});

test("what fails on the way leaves nothing beside the file", async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, "rc");
  const file = await readUserFile(path);
  await mkdir(path);
  await expect(writeUserFile(file, "x")).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  expect((await lstat(path)).isDirectory()).toBe(true);
  expect(await readdir(root.path)).toEqual(["rc"]);
});
