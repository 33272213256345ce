import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { copyProject, goldenLockfile } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedTree } from "../kit/installed-tree.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const golden = await goldenLockfile("npm-12");

let registry: RecordedRegistry;
let project: HeadwaterProject;
let stock: HeadwaterProject;
let installed: string;

beforeAll(async () => {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({ registry: registry.url });
  stock = await createHeadwaterProject({ registry: registry.url });
  for (const each of [project, stock]) await copyProject("express", each.folder);
  const { code, stdout, stderr } = await project.headwater(["install"]);
  if (code !== 0) throw new Error(stderr);
  installed = stdout;
});
afterAll(async () => {
  await project.close();
  await stock.close();
  await registry.close();
});

const lockfile = (): Promise<string> => readFile(join(project.folder, golden.file), "utf8");
/** The tree without npm's note of where files came from, which holds times. */
const tree = (each: HeadwaterProject): Promise<readonly string[]> => installedTree(join(each.folder, "node_modules"));
const forgetTree = (each: HeadwaterProject): Promise<void> =>
  rm(join(each.folder, "node_modules"), { recursive: true, force: true });

test("the lockfile is the one that npm writes against the public registry itself", async () => {
  expect(await lockfile()).toBe(golden.text);
});

test("tells what was done, as npm does", () => {
  expect(installed).toMatch(/added \d+ packages(, and audited \d+ packages)? in /);
});

test("the requested and the connected repository hold what lies installed, the one between nothing (K1, K2, K3)", async () => {
  const versions = await installedVersions(project.folder);
  expect(versions.length).toBeGreaterThan(70);
  expect(await project.held("team")).toEqual(versions);
  expect(await project.held("npm-store")).toEqual(versions);
  expect(await project.held("shared")).toEqual([]);
});

describe("ci with a warm domain", () => {
  beforeAll(async () => {
    await forgetTree(project);
    await project.clearClientCaches();
    registry.clearRequests();
    const { code, stderr } = await project.headwater(["ci", "--no-audit"]);
    if (code !== 0) throw new Error(stderr);
  });

  test("asks the registry for no tarball", () => {
    expect(registry.requestsFor("tarball")).toEqual([]);
  });

  test("makes the same tree as npm: names, modes, bytes and links", async () => {
    const { code, stderr } = await stock.exec("npm-12", ["ci", "--no-audit"]);
    expect(code, stderr).toBe(1);
    await rm(join(stock.folder, "node_modules"), { recursive: true, force: true });
    const again = await stock.exec("npm-12", ["install", "--no-audit"]);
    expect(again.code, again.stderr).toBe(0);
    expect(await tree(project)).toEqual(await tree(stock));
  });

  test("leaves the lockfile as it is", async () => {
    expect(await lockfile()).toBe(golden.text);
  });

  test("keeps no second copy of the packages in npm's cache", async () => {
    const { code, stdout } = await project.headwater(["exec", "--", "npm", "cache", "ls"], { client: "npm-12" });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringContaining(".tgz") as string });
  });
});

test("what another repository asked for is kept by the one that installs, although no byte is asked for (K1)", async () => {
  await project.json(["create-repository", "--repository", "second", "--upstreams", "team"]);
  await forgetTree(project);
  registry.clearRequests();
  const { code, stderr } = await project.headwater(["ci", "--no-audit", "--repository", "second"]);
  expect(code, stderr).toBe(0);
  expect(registry.requestsFor("tarball")).toEqual([]);
  expect(await project.held("second")).toEqual(await installedVersions(project.folder));
});

test("with the registry down and no lockfile the same tree is resolved from the domain", async () => {
  const before = await tree(project);
  await forgetTree(project);
  await rm(join(project.folder, golden.file));
  registry.setDown(true);
  const { code, stderr } = await project.headwater(["install", "--no-audit"]);
  registry.setDown(false);
  expect(code, stderr).toBe(0);
  expect(await tree(project)).toEqual(before);
  expect(await lockfile()).toBe(golden.text);
});

test("--json gives one document with what came, went and changed", async () => {
  await forgetTree(project);
  const { code, stdout } = await project.headwater(["ci", "--no-audit", "--json"]);
  const document = JSON.parse(stdout) as { added: number; removed: number; add: { name: string; version: string }[] };
  expect({ code, removed: document.removed }).toEqual({ code: 0, removed: 0 });
  expect(document.added).toBe(document.add.length);
  expect(document.add).toContainEqual(expect.objectContaining({ name: "is-odd", version: "3.0.1" }));
});
