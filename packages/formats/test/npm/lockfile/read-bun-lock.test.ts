import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readBunLock } from "../../../src/npm/lockfile/read-bun-lock.ts";

const fixture = (name: string): Promise<string> => readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");

describe("Bun's lockfile", () => {
  test("lists every package of a registry by its path, an alias under its real name, and neither files nor workspaces", async () => {
    const entries = await readBunLock(await fixture("bun.lock"), "bun.lock");
    expect(entries.map(({ key, name, version }) => `${key}: ${name}@${version}`)).toEqual([
      "@types/ms: @types/ms@2.1.0",
      "debug: debug@4.3.4",
      "fsevents: fsevents@2.3.3",
      "is-number: is-number@6.0.0",
      "is-odd: is-odd@3.0.1",
      "ms: ms@2.0.0",
      "odd-alias: is-number@7.0.0",
      "debug/ms: ms@2.1.2",
    ]);
    for (const entry of entries) expect([entry.integrity?.slice(0, 7), entry.resolved]).toEqual(["sha512-", undefined]);
  });

  test("may have comments and trailing commas, but not inside text", async () => {
    const text = '{ // a comment\n "packages": {\n "a": ["a@1.0.0", "", {}, "sha512-x,]//y"],\n /* , */ },\n}\n';
    expect(await readBunLock(text, "bun.lock")).toEqual([
      { key: "a", name: "a", version: "1.0.0", integrity: "sha512-x,]//y" },
    ]);
  });

  test("keeps the URL of another registry, and skips git, tarballs and bundled packages", async () => {
    const packages = {
      other: ["other@1.0.0", "https://host.example/other/-/other-1.0.0.tgz", {}, "sha512-x"],
      git: ["git@git+https://host.example/git.git#abc", {}, "abc"],
      tarball: ["tarball@https://host.example/t.tgz", {}, "sha512-x"],
      "a/bundled": ["bundled@1.0.0", "", { bundled: true }, "sha512-x"],
      broken: "nonsense",
    };
    expect(await readBunLock(JSON.stringify({ packages }), "bun.lock")).toEqual([
      {
        key: "other",
        name: "other",
        version: "1.0.0",
        integrity: "sha512-x",
        resolved: "https://host.example/other/-/other-1.0.0.tgz",
      },
    ]);
  });

  test("is refused with file and line when it is no JSON, holds a merge, or has no packages", async () => {
    await expect(readBunLock('{\n\n"packages": {1}\n}', "bun.lock")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: "bun.lock:3: the lockfile cannot be read: it is not JSON.",
    });
    await expect(readBunLock("{\n<<<<<<< HEAD\n", "bun.lock")).rejects.toThrow(
      "bun.lock:2: the lockfile holds the conflict markers",
    );
    await expect(readBunLock("{}", "bun.lock")).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  });
});
