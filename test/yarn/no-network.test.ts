import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { copyProject, goldenLockfile } from "../kit/golden-lockfile.ts";
import { type OutsideCounter, createOutsideCounter } from "../kit/outside-counter.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { createYarnProject, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { text: golden } = await goldenLockfile("yarn-4");

/** A network namespace of its own: no interface is up in it, loopback neither. */
const NO_NETWORK = ["--map-root-user", "--net"];
const mayHaveOwnNetwork = spawnSync("unshare", [...NO_NETWORK, "true"]).status === 0;

let registry: RecordedRegistry;
let project: YarnProject;
let outside: OutsideCounter;

beforeAll(async () => {
  registry = await startRecordedRegistry();
  project = await createYarnProject({ registry: registry.url, withPlugin: false });
  await copyProject("express", project.folder);
  await project.importPlugin();
  await project.yarnSucceeds(["install"]);
  outside = createOutsideCounter(join(project.root, "outside.txt"));
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  await outside.clear();
  await project.forgetCaches();
  await project.forgetInstalled();
  registry.clearRequests();
});

const runs = (): Promise<string> =>
  project.yarnSucceeds(["node", "-e", 'process.stdout.write(typeof require("express")().listen)']);

describe("with empty caches and the registry gone", () => {
  beforeAll(() => registry.setDown(true));
  afterAll(() => registry.setDown(false));

  test("the second install with the lockfile opens not one socket and looks no name up", async () => {
    await project.yarnSucceeds(["install", "--immutable"], { env: outside.env });
    expect(await outside.seen()).toEqual([]);
    expect(await runs()).toBe("function");
  });

  test("without a lockfile and with offline: true neither: the domain's own versions are resolved again", async () => {
    await rm(join(project.folder, "yarn.lock"));
    await project.configure("offline: true\n");
    await project.yarnSucceeds(["install"], { env: outside.env });
    expect(await outside.seen()).toEqual([]);
    expect(await readFile(join(project.folder, "yarn.lock"), "utf8")).toBe(golden);
    await project.configure("");
  });

  test.skipIf(!mayHaveOwnNetwork)(
    "the install succeeds where there is no network at all (skipped where this system lets nobody make such a place)",
    async () => {
      const { code, stdout, stderr } = await project.yarn(["install", "--immutable"], {
        within: ["unshare", ...NO_NETWORK],
        env: outside.env,
      });
      expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
      expect(await outside.seen()).toEqual([]);
    },
  );
});

test("the counter does see both: the same install without the plugin, against the registry on loopback", async () => {
  await project.yarnSucceeds(["plugin", "remove", "@yarnpkg/plugin-headwater"]);
  const server = registry.url.replace("127.0.0.1", "localhost");
  await project.yarnSucceeds(["install", "--immutable"], { env: { ...outside.env, YARN_NPM_REGISTRY_SERVER: server } });
  expect(registry.requestsFor("tarball").length).toBeGreaterThan(100);
  expect(new Set(await outside.seen())).toEqual(new Set(["socket", "lookup localhost"]));
});
