import { spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { copyProject, goldenLockfile } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type OutsideCounter, createOutsideCounter } from "../kit/outside-counter.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment } from "../kit/run-client.ts";
import { runCommand } from "../kit/run-command.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const headwaterBin = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));
/** A network namespace of its own: no interface is up in it, loopback neither. */
const NO_NETWORK = ["--map-root-user", "--net"];
const mayHaveOwnNetwork = spawnSync("unshare", [...NO_NETWORK, "true"]).status === 0;

let registry: RecordedRegistry;
let project: HeadwaterProject;
let outside: OutsideCounter;
let versions: readonly string[];

beforeAll(async () => {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({ registry: registry.url });
  await copyProject("express", project.folder);
  const { code, stderr } = await project.headwater(["install", "--no-audit"]);
  if (code !== 0) throw new Error(stderr);
  versions = await installedVersions(project.folder);
  outside = createOutsideCounter(join(project.root, "outside.txt"));
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  await outside.clear();
  await project.clearClientCaches();
  await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
});

describe("with a warm domain and the registry gone", () => {
  beforeAll(() => registry.setDown(true));
  afterAll(() => registry.setDown(false));

  test("ci opens not one socket and looks no name up", async () => {
    const { code, stderr } = await project.headwater(["ci", "--no-audit"], { env: outside.env });
    expect(code, stderr).toBe(0);
    expect(await outside.seen()).toEqual([]);
    expect(await installedVersions(project.folder)).toEqual(versions);
  });

  test("with offline: true neither does install without a lockfile, and the lockfile is the same", async () => {
    const { file, text } = await goldenLockfile("npm-12");
    await rm(join(project.folder, file));
    const configuration = await readFile(project.configFile, "utf8");
    await writeFile(project.configFile, `${configuration}offline: true\n`);
    const { code, stderr } = await project.headwater(["install"], { env: outside.env });
    await writeFile(project.configFile, configuration);
    expect(code, stderr).toBe(0);
    expect(await outside.seen()).toEqual([]);
    expect(await readFile(join(project.folder, file), "utf8")).toBe(text);
  });

  test.skipIf(!mayHaveOwnNetwork)(
    "ci succeeds where there is no network at all (skipped where this system lets nobody make such a place)",
    async () => {
      const { code, stderr } = await runCommand({
        command: "unshare",
        args: [...NO_NETWORK, process.execPath, headwaterBin, "ci"],
        cwd: project.folder,
        env: { ...clientEnvironment({ client: "npm-12", home: project.home }), HEADWATER_CONFIG: project.configFile },
      });
      expect(code, stderr).toBe(0);
      expect(await installedVersions(project.folder)).toEqual(versions);
    },
  );
});

test("the counter does see both: npm itself, against the registry on loopback", async () => {
  const { code, stderr } = await project.exec("npm-12", ["ci", "--no-audit"], { env: outside.env });
  expect(code, stderr).toBe(0);
  expect(await outside.seen()).toContain("socket");
});
