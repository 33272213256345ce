import { chmod, lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  neutralLockfile,
  pollutedLockfile,
  proxyStyles,
  yarnClassicRegistry,
} from "../../../../test/kit/polluted-lockfile.ts";
import { runIn } from "../command-runner.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

const { url, host } = proxyStyles["Artifactory"] ?? { host: "", url: () => "" };

describe("headwater lockfile normalise", () => {
  let root: TemporaryFolder;
  const path = (name: string): string => join(root.path, "project", name);
  const run = (...args: readonly string[]) =>
    runIn(path("."), { HOME: join(root.path, "home"), PATH: "" }, ["lockfile", "normalise", ...args]);
  const read = (name: string): Promise<string> => readFile(path(name), "utf8");
  const pollute = async (client: "npm-12" | "pnpm-12" | "bun" | "yarn-4" | "yarn-1") => {
    const { file, text } = await neutralLockfile(client);
    const polluted = pollutedLockfile(client, text, url);
    await writeFile(path(file), polluted);
    return { file, text, polluted };
  };

  beforeEach(async () => {
    root = await temporaryFolder({ "project/package.json": "{}", "home/x": "" });
  });
  afterEach(() => root[Symbol.asyncDispose]());

  test("repairs every lockfile of the project to the bytes of a direct run, says what it did, and changes nothing the second time", async () => {
    const lockfiles = await Promise.all((["npm-12", "pnpm-12", "bun", "yarn-4"] as const).map(pollute));
    const { code, stdout } = await run();
    expect(code).toBe(0);
    for (const { file, text } of lockfiles) {
      expect(await read(file)).toBe(text);
      expect(stdout).toMatch(new RegExp(`^${file}: replaced \\d+ URLs of ${host}\\.$`, "m"));
    }
    const times = await Promise.all(
      lockfiles.map(({ file }) => stat(path(file)).then(({ mtimeMs, ino }) => [mtimeMs, ino])),
    );
    expect((await run()).stdout.trim().split("\n")).toEqual(lockfiles.map(({ file }) => `${file}: nothing to change.`));
    expect(
      await Promise.all(lockfiles.map(({ file }) => stat(path(file)).then(({ mtimeMs, ino }) => [mtimeMs, ino]))),
    ).toEqual(times);
  });

  test("a dry run names every entry and changes nothing", async () => {
    const { file, polluted } = await pollute("npm-12");
    const { code, stdout } = await run("--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain(`  ${file}:37: @cbor-extract/cbor-extract-darwin-arm64@2.2.2 at ${host}\n`);
    expect(await read(file)).toBe(polluted);
    expect(JSON.parse((await run("--dry-run", "--json")).stdout)).toMatchObject({
      written: false,
      lockfiles: [{ file, tool: "npm", left: [] }],
    });
  });

  test("keeps permissions and symbolic links, and leaves nothing beside the file", async () => {
    const { file, text, polluted } = await pollute("pnpm-12");
    await mkdir(path("elsewhere"));
    await writeFile(path("elsewhere/lock"), polluted);
    await chmod(path("elsewhere/lock"), 0o640);
    await symlink("elsewhere/lock", path("link.yaml"));
    expect((await run("--tool", "pnpm", "link.yaml")).code).toBe(0);
    expect((await lstat(path("link.yaml"))).isSymbolicLink()).toBe(true);
    expect(await read("elsewhere/lock")).toBe(text);
    expect((await stat(path("elsewhere/lock"))).mode & 0o777).toBe(0o640);
    expect(await readdir(path("elsewhere"))).toEqual(["lock"]);
    expect(await read(file)).toBe(polluted);
  });

  test("one lockfile that cannot be read leaves all of them as they were", async () => {
    const { file, polluted } = await pollute("npm-12");
    await writeFile(path("pnpm-lock.yaml"), "lockfileVersion: '9.0'\n<<<<<<< HEAD\n");
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain("pnpm-lock.yaml:2: the lockfile holds the conflict markers of a merge.");
    expect(await read(file)).toBe(polluted);
  });

  test("in Yarn 1's lockfile it writes the registry that is told, and asks for it when nothing shows it", async () => {
    const { file, text, polluted } = await pollute("yarn-1");
    const unknown = await run();
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain("Yarn's default registry is not known; name it with --registry");
    expect(await read(file)).toBe(polluted);
    expect((await run("--tool", "yarn1", "--registry", yarnClassicRegistry())).code).toBe(0);
    expect(await read(file)).toBe(text);
  });

  test("what cannot be repaired is named, the rest is repaired, and the exit code is 1", async () => {
    const entry = (name: string, integrity: string): string =>
      `  ${name}@1.0.0:\n    resolution: {${integrity}tarball: ${url(name, "1.0.0")}}\n\n`;
    const lock = (first: string): string => `lockfileVersion: '9.0'\n\npackages:\n\n${first}${entry("b", "")}`;
    await writeFile(path("pnpm-lock.yaml"), lock(entry("a", "integrity: sha512-x, ")));
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toContain(`  pnpm-lock.yaml:9: b@1.0.0 at ${host}: its entry has no integrity`);
    expect(await read("pnpm-lock.yaml")).toBe(lock("  a@1.0.0:\n    resolution: {integrity: sha512-x}\n\n"));
  });
});
