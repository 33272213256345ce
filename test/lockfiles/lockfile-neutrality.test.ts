import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { copyProject } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { lockfileClients, neutralLockfile } from "../kit/polluted-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

vi.setConfig({ testTimeout: 120_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

/** A tree on disk is what this test compares with; the linker does not show in the lockfile. */
const env = { YARN_NODE_LINKER: "node-modules" };

const frozenInstall = {
  "npm-11": ["ci"],
  "npm-12": ["ci"],
  "pnpm-10": ["install", "--frozen-lockfile"],
  "pnpm-12": ["install", "--frozen-lockfile"],
  bun: ["install", "--frozen-lockfile"],
  "yarn-4": ["install", "--immutable"],
  "yarn-1": ["install", "--frozen-lockfile"],
} as const;

describe.each(lockfileClients)("%s through exec", (client) => {
  test("writes the very lockfile that it writes without us, and asks the domain for every tarball", async () => {
    registry = await startRecordedRegistry();
    // Only what was asked of us is held here, so that what is held proves what was asked.
    project = await createHeadwaterProject({ registry: registry.url, configuration: "retain: requested\n" });
    await copyProject("express", project.folder);
    const { file, text } = await neutralLockfile(client);

    const fresh = await project.exec(client, ["install"], { env });
    expect(fresh.code, fresh.stderr).toBe(0);
    expect(await readFile(join(project.folder, file), "utf8")).toBe(text);
    const installed = await installedVersions(project.folder);
    expect(installed.length).toBeGreaterThanOrEqual(70);
    expect(await project.held("team")).toEqual(expect.arrayContaining([...installed]));

    // With the registry gone and the caches empty, the frozen lockfile installs from the domain, and stays as it is.
    registry.setDown(true);
    await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
    await project.clearClientCaches();
    const frozen = await project.exec(client, frozenInstall[client], { env });
    expect(frozen.code, `${frozen.stdout}\n${frozen.stderr}`).toBe(0);
    expect(await readFile(join(project.folder, file), "utf8")).toBe(text);
    expect(await installedVersions(project.folder)).toEqual(installed);
  });
});
