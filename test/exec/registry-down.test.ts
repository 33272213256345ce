import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeEach(async () => {
  const versions = ["1.0.0", "1.1.0", "1.2.0"].map((version) => buildPackage({ name: "lib", version }));
  registry = await startRecordedRegistry({ packages: versions });
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": '{"name":"app","version":"1.0.0"}\n' },
  });
});
afterEach(async () => {
  await project.close();
  await registry.close();
});

const installedVersion = async (name: string): Promise<string> => {
  const text = await readFile(join(project.folder, "node_modules", name, "package.json"), "utf8");
  const manifest = JSON.parse(text) as { version: string };
  return manifest.version;
};

async function forget(): Promise<void> {
  await rm(join(project.folder, "node_modules"), { recursive: true });
  await rm(join(project.folder, "package-lock.json"));
  await project.clearClientCaches();
}

test("with the registry down and no lockfile, a range installs a retained version although newer ones are known (F1)", async () => {
  const first = await project.exec("npm-12", ["install", "lib@1.1.0"]);
  expect(first.code, first.stderr).toBe(0);
  await forget();
  registry.setDown(true);
  const again = await project.exec("npm-12", ["install", "lib@^1.0.0"]);
  expect(again.code, again.stderr).toBe(0);
  expect(await installedVersion("lib")).toBe("1.1.0");
  expect(again.stderr).toContain("public:npmjs could not be asked");
});

test("with the registry down a bare install of a retained package works (F1)", async () => {
  const first = await project.exec("npm-12", ["install", "express"]);
  expect(first.code, first.stderr).toBe(0);
  const version = await installedVersion("express");
  await forget();
  registry.setDown(true);
  const again = await project.exec("npm-12", ["install", "express"]);
  expect(again.code, again.stderr).toBe(0);
  expect(await installedVersion("express")).toBe(version);
});

test("with the registry down a package that nobody holds fails with the reason and changes nothing (F1)", async () => {
  registry.setDown(true);
  const result = await project.exec("npm-12", ["install", "express"]);
  expect(result.code).not.toBe(0);
  expect(result.stderr).toMatch(/public:npmjs .* could not be asked/);
  expect(await project.held("team")).toEqual([]);
});
