import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type LockfileClient, lockfileClients } from "../kit/polluted-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

const fixture = fileURLToPath(new URL("../fixtures/projects/express/package.json", import.meta.url));

/** A tree on disk is what this test compares with. */
const env = { YARN_NODE_LINKER: "node-modules" };

vi.setConfig({ testTimeout: 120_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

async function setUp(configuration: string): Promise<void> {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({ registry: registry.url, configuration });
  await cp(fixture, join(project.folder, "package.json"));
}

/** Installs once, then again from a cache that is warm and into a domain that is new; gives what is installed then. */
async function installWarm(client: LockfileClient): Promise<readonly string[]> {
  const first = await project.exec(client, ["install"], { env });
  expect(first.code, first.stderr).toBe(0);
  await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
  await rm(project.store, { recursive: true });
  registry.clearRequests();
  const again = await project.exec(client, ["install"], { env });
  expect(again.code, again.stderr).toBe(0);
  return installedVersions(project.folder);
}

describe.each(lockfileClients)("%s with a warm cache", (client) => {
  test("leaves every version it installed referenced in the repository, whatever it asked for (K1)", async () => {
    await setUp("");
    const installed = await installWarm(client);
    expect(installed.length).toBeGreaterThanOrEqual(70);
    expect(await project.held("team")).toEqual(installed);
    expect(await project.held("npm-store")).toEqual(installed);
    expect(await project.held("shared")).toEqual([]);
  });
});

test("with retain: lockfile every entry of the lockfile is referenced, those for other platforms too", async () => {
  await setUp("retain: lockfile\n");
  const result = await project.exec("npm-12", ["install"]);
  expect(result.code, result.stderr).toBe(0);
  const held = await project.held("team");
  expect(held).toContainEqual(expect.stringMatching(/^@cbor-extract\/cbor-extract-win32-x64@/));
  expect(held).toContainEqual(expect.stringMatching(/^@cbor-extract\/cbor-extract-darwin-arm64@/));
});
