import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { copyProject } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { runClient } from "../kit/run-client.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const foreignPlatform = /^@cbor-extract\/cbor-extract-win32-x64@/;

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({ registry: registry.url });
  await copyProject("express", project.folder);
  // npm by itself has filled its own cache, and the domain is new to all of it.
  const { code, stderr } = await runClient({
    client: "npm-12",
    home: project.home,
    registry: registry.url,
    args: ["install", "--no-audit"],
    cwd: project.folder,
  });
  if (code !== 0) throw new Error(stderr);
  await rm(join(project.folder, "package-lock.json"));
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

async function installIntoNewDomain(...args: readonly string[]): Promise<readonly string[]> {
  await rm(project.store, { recursive: true, force: true });
  await rm(join(project.folder, "node_modules"), { recursive: true });
  registry.clearRequests();
  const { code, stderr } = await project.headwater(["install", "--no-audit", ...args]);
  expect(code, stderr).toBe(0);
  return project.held("team");
}

test("with a warm npm cache and a new domain every installed version is held, out of npm's cache (K1, K3)", async () => {
  const held = await installIntoNewDomain();
  expect(held).toEqual(await installedVersions(project.folder));
  expect(held).not.toContainEqual(expect.stringMatching(foreignPlatform));
  expect(await project.held("npm-store")).toEqual(held);
  expect(registry.requestsFor("tarball")).toEqual([]);
});

test("--retain lockfile holds every entry of the lockfile, those for other platforms too", async () => {
  const held = await installIntoNewDomain("--retain", "lockfile");
  expect(held).toContainEqual(expect.stringMatching(foreignPlatform));
});

test("--retain requested holds what was asked of the domain, and no more", async () => {
  expect(await installIntoNewDomain("--retain=requested")).toEqual([]);
  await project.clearClientCaches();
  expect(await installIntoNewDomain("--retain=requested")).toEqual(await installedVersions(project.folder));
});
