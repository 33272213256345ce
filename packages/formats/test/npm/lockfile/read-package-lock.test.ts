import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readPackageLock } from "../../../src/npm/lockfile/read-package-lock.ts";

const fixture = (name: string): Promise<string> => readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const read = async (lock: object): Promise<readonly string[]> =>
  (await readPackageLock(JSON.stringify(lock), "package-lock.json")).map(({ name, version }) => `${name}@${version}`);

describe("npm's lockfile", () => {
  test("lists every package of a registry, an alias under its real name, and neither links nor workspaces", async () => {
    const entries = await readPackageLock(await fixture("package-lock.json"), "package-lock.json");
    expect(entries.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual([
      "@types/ms@2.1.0",
      "debug@4.3.4",
      "fsevents@2.3.3",
      "is-number@6.0.0",
      "is-number@7.0.0",
      "is-odd@3.0.1",
      "ms@2.0.0",
      "ms@2.1.2",
    ]);
    expect(entries.find(({ version }) => version === "7.0.0")).toEqual({
      key: "node_modules/odd-alias",
      name: "is-number",
      version: "7.0.0",
      resolved: "https://npm.example.com/is-number/-/is-number-7.0.0.tgz",
      integrity: "sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==",
    });
  });

  test("lists, when it is the hidden one, only what is installed", async () => {
    const entries = await readPackageLock(await fixture("hidden-package-lock.json"), ".package-lock.json");
    expect(entries.map(({ name }) => name)).not.toContain("fsevents");
    expect(entries).toHaveLength(7);
  });

  test("keeps entries without a URL, which is how npm writes them when told to leave it out", async () => {
    expect(await read({ lockfileVersion: 3, packages: { "node_modules/a": { version: "1.0.0" } } })).toEqual([
      "a@1.0.0",
    ]);
  });

  test("skips git, file and bundled packages", async () => {
    const packages = {
      "": { version: "1.0.0" },
      "node_modules/git": { version: "1.0.0", resolved: "git+ssh://git@host.example/a/b.git#abc" },
      "node_modules/file": { version: "1.0.0", resolved: "file:a.tgz" },
      "node_modules/in/node_modules/bundle": { version: "1.0.0", inBundle: true },
      "node_modules/not-a-version": { version: "workspace" },
    };
    expect(await read({ lockfileVersion: 3, packages })).toEqual([]);
  });

  test("of version 1 is read through all levels, aliases and bundles included", async () => {
    const dependencies = {
      a: {
        version: "1.0.0",
        resolved: "https://npm.example.com/a/-/a-1.0.0.tgz",
        dependencies: { b: { version: "2.0.0" } },
      },
      alias: { version: "npm:@s/real@3.0.0" },
      bundled: { version: "1.0.0", bundled: true },
      git: { version: "git+https://host.example/a/b.git#abc", from: "b@git" },
    };
    expect(await read({ lockfileVersion: 1, dependencies })).toEqual(["a@1.0.0", "b@2.0.0", "@s/real@3.0.0"]);
  });

  test("is refused with file and line when it is no JSON, holds a merge, or is something else", async () => {
    await expect(readPackageLock('{\n "a": ,\n}', "x/package-lock.json")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: "x/package-lock.json:2: the lockfile cannot be read: it is not JSON.",
    });
    await expect(readPackageLock("{\n\n>>>>>>> theirs\n}", "package-lock.json")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: "package-lock.json:3: the lockfile holds the conflict markers of a merge.",
    });
    await expect(readPackageLock('{"name":"app"}', "package-lock.json")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
    });
    await expect(readPackageLock("", "package-lock.json")).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  });

  test("cannot make a name reach a prototype", async () => {
    const text =
      '{"lockfileVersion":3,"packages":{"node_modules/__proto__":{"version":"1.0.0"},"__proto__":{"version":"2.0.0"}}}';
    expect(await readPackageLock(text, "package-lock.json")).toEqual([
      { key: "node_modules/__proto__", name: "__proto__", version: "1.0.0" },
    ]);
  });
});
