import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { copyProject, goldenLockfile } from "../kit/golden-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { createYarnProject, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { text: golden } = await goldenLockfile("yarn-4");

/** The golden lockfile with one entry that says something else than the registry does. */
const goldenWith = (entry: string, other: string): string => {
  if (!golden.includes(entry)) throw new Error(`the golden lockfile has no such entry:\n${entry}`);
  return golden.replace(entry, other);
};
const otherVersion = goldenWith(
  '  version: 6.0.0\n  resolution: "is-number@npm:6.0.0"\n',
  '  version: 3.0.0\n  resolution: "is-number@npm:3.0.0"\n',
);
const missingDependency = goldenWith(
  '  resolution: "is-odd@npm:3.0.1"\n  dependencies:\n    is-number: "npm:^6.0.0"\n',
  '  resolution: "is-odd@npm:3.0.1"\n',
);

describe.each(["pnp", "node-modules"])("with nodeLinker %s the plugin leaves yarn.lock", (nodeLinker) => {
  let registry: RecordedRegistry;
  let project: YarnProject;
  const env = { YARN_NODE_LINKER: nodeLinker };
  const lockfile = () => readFile(join(project.folder, "yarn.lock"), "utf8");

  beforeAll(async () => {
    registry = await startRecordedRegistry();
    project = await createYarnProject({ registry: registry.url, withPlugin: false });
    await copyProject("express", project.folder);
    await project.importPlugin();
  });
  afterAll(async () => {
    await project.close();
    await registry.close();
  });

  test("as Yarn alone writes it, in a fresh install", async () => {
    await project.yarnSucceeds(["install"], { env });
    expect(await lockfile()).toBe(golden);
    expect((await project.held("team")).length).toBeGreaterThan(100);
  });

  test("as it is, for --immutable with empty caches and the registry gone", async () => {
    await project.forgetCaches();
    await project.forgetInstalled();
    registry.setDown(true);
    await project.yarnSucceeds(["install", "--immutable"], { env });
    registry.setDown(false);
    expect(await lockfile()).toBe(golden);
  });

  test("as it is, for --check-resolutions, which still finds what does not fit", async () => {
    await project.yarnSucceeds(["install", "--immutable", "--check-resolutions"], { env });
    expect(await lockfile()).toBe(golden);
    await project.write({ "yarn.lock": otherVersion });
    const { code, stdout } = await project.yarn(["install", "--check-resolutions"], { env });
    expect(code).toBe(1);
    expect(stdout).toContain("YN0078");
  });

  test("as it was, for --refresh-lockfile, which mends an entry", async () => {
    await project.write({ "yarn.lock": missingDependency });
    await project.yarnSucceeds(["install", "--refresh-lockfile"], { env });
    expect(await lockfile()).toBe(golden);
  });

  test("as it is, in hardened mode, which still finds a forged entry", async () => {
    const hardened = { ...env, YARN_ENABLE_HARDENED_MODE: "1" };
    await project.yarnSucceeds(["install", "--immutable"], { env: hardened });
    expect(await lockfile()).toBe(golden);
    await project.write({ "yarn.lock": missingDependency });
    const { code, stdout } = await project.yarn(["install", "--immutable"], { env: hardened });
    expect(code).toBe(1);
    expect(stdout).toContain("YN0028");
  });
});
