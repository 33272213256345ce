import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readPnpmLock } from "../../../src/npm/lockfile/read-pnpm-lock.ts";

const fixture = (name: string): Promise<string> => readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const read = async (text: string): Promise<readonly string[]> =>
  (await readPnpmLock(text, "pnpm-lock.yaml")).map(({ name, version }) => `${name}@${version}`);

const integrity = `sha512-${"A".repeat(86)}==`;

describe("pnpm's lockfile", () => {
  test("lists every package of a registry with its integrity, an alias under its real name, and no file dependency", async () => {
    const entries = await readPnpmLock(await fixture("pnpm-lock.yaml"), "pnpm-lock.yaml");
    expect(entries.map(({ name, version }) => `${name}@${version}`)).toEqual([
      "@types/ms@2.1.0",
      "debug@4.3.4",
      "fsevents@2.3.3",
      "is-number@6.0.0",
      "is-number@7.0.0",
      "is-odd@3.0.1",
      "ms@2.0.0",
      "ms@2.1.2",
    ]);
    for (const entry of entries) expect(entry.integrity).toMatch(/^sha512-/);
    expect(entries[0]?.key).toBe("@types/ms@2.1.0");
  });

  test("with a document about pnpm itself in front lists the packages of both", async () => {
    const env = `---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n      pnpm:\n        specifier: 12.21.0\n        version: 12.21.0\npackages:\n  pnpm@12.21.0:\n    resolution: {integrity: ${integrity}}\n`;
    const both = await read(`${env}---\n${await fixture("pnpm-lock.yaml")}`);
    expect(both).toHaveLength(9);
    expect(both[0]).toBe("pnpm@12.21.0");
    expect(both).toContain("is-odd@3.0.1");
  });

  test("of version 6 has slashes before its keys and peers behind them", async () => {
    const text = `lockfileVersion: '6.0'\npackages:\n  /@s/a@1.0.0(b@2.0.0):\n    resolution: {integrity: ${integrity}}\n`;
    expect(await readPnpmLock(text, "pnpm-lock.yaml")).toEqual([
      { key: "/@s/a@1.0.0(b@2.0.0)", name: "@s/a", version: "1.0.0", integrity },
    ]);
  });

  test("reformatted by somebody's formatter says the same", async () => {
    const text = `lockfileVersion: "9.0"\npackages:\n  a@1.0.0:\n    resolution:\n      {\n        integrity: ${integrity},\n      }\n`;
    expect(await read(text)).toEqual(["a@1.0.0"]);
  });

  test("skips git repositories, folders, runtimes and remote tarballs; an unusual URL of a registry is kept with it", async () => {
    const text = [
      "lockfileVersion: '9.0'",
      "packages:",
      "  a@https://host.example/a.tgz:",
      `    resolution: {integrity: ${integrity}, tarball: https://host.example/a.tgz}`,
      "  b@git+https://host.example/b.git#abc:",
      "    resolution: {commit: abc, repo: https://host.example/b.git, type: git}",
      "  c@file:c:",
      "    resolution: {directory: c, type: directory}",
      "  node@runtime:24.0.0:",
      "    resolution: {type: variations, variants: []}",
      "  d@1.0.0:",
      `    resolution: {integrity: ${integrity}, tarball: https://npm.example.com/d/-/other-1.0.0.tgz}`,
      "",
    ].join("\n");
    expect(await readPnpmLock(text, "pnpm-lock.yaml")).toEqual([
      {
        key: "d@1.0.0",
        name: "d",
        version: "1.0.0",
        integrity,
        resolved: "https://npm.example.com/d/-/other-1.0.0.tgz",
      },
    ]);
  });

  test("is refused with file and line when it is no YAML, holds a merge, or is older than version 6", async () => {
    await expect(readPnpmLock("lockfileVersion: '9.0'\npackages: [\n", "pnpm-lock.yaml")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringMatching(/^pnpm-lock\.yaml:3: the lockfile cannot be read/) as string,
    });
    const second = "---\nlockfileVersion: '9.0'\n---\na:\n  b: 1\n c: 2\n";
    await expect(readPnpmLock(second, "pnpm-lock.yaml")).rejects.toThrow("pnpm-lock.yaml:6:");
    await expect(readPnpmLock("<<<<<<< HEAD\n", "pnpm-lock.yaml")).rejects.toThrow(
      "pnpm-lock.yaml:1: the lockfile holds the conflict markers",
    );
    await expect(readPnpmLock("lockfileVersion: 5.4\n", "pnpm-lock.yaml")).rejects.toThrow(
      'its lockfileVersion is "5.4"',
    );
  });
});
