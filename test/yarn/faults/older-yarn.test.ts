import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import {
  type YarnFaultProject,
  createYarnFaultProject,
  reportOf,
  yarnPluginBundle,
  yarnPluginName,
} from "../../kit/yarn-fault-project.ts";

let registry: RecordedRegistry;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
});
afterAll(() => registry.close());

describe.each([
  // Yarn 2 declares its commands in another way, and so knows no `yarn headwater`.
  ["yarn-2", "2.4.2", 1, 'Usage Error: Couldn\'t find a script named "headwater".'],
  ["yarn-3", "3.8.7", 5, "error RUNTIME_UNSUPPORTED: Headwater needs Yarn 4, and this is Yarn 3.8.7."],
] as const)("the plugin in %s", (client, version, exitCode, ofCommand) => {
  const reason = `RUNTIME_UNSUPPORTED: Headwater needs Yarn 4, and this is Yarn ${version}. Update it with "yarn set version stable", or remove the plugin with "yarn plugin remove ${yarnPluginName}".`;
  let project: YarnFaultProject;
  const yarn = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    project.yarn(args, { client, env: { YARN_NPM_REGISTRY_SERVER: registry.url.replace(/\/$/, ""), ...env } });

  beforeAll(async () => {
    // Yarn 2 takes this setting from its file alone.
    const yarnrc = 'unsafeHttpWhitelist: ["127.0.0.1"]\n';
    project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" }, yarnrc });
  });
  afterAll(() => project.close());

  test("ends an install with one clear line, before anything is asked of the registry", async () => {
    registry.clearRequests();
    const { code, stdout, stderr } = await yarn(["install"]);
    expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 1, report: [`YN0000: ${reason}`], stderr: "" });
    expect(registry.requests).toEqual([]);
  });

  test("lets HEADWATER_ENABLED=0 install without Headwater, says what it needs when called, is removed and imported", async () => {
    const installed = await yarn(["install"], { HEADWATER_ENABLED: "0" });
    expect(installed.code, installed.stdout).toBe(0);
    expect(await readFile(join(project.folder, "yarn.lock"), "utf8")).toContain('resolution: "lib@npm:1.0.0"');
    const own = await yarn(["headwater", "stats"]);
    expect([own.code, own.stdout + own.stderr]).toEqual([exitCode, expect.stringContaining(ofCommand)]);

    const removed = await yarn(["plugin", "remove", yarnPluginName]);
    expect(removed.code, removed.stdout).toBe(0);
    expect((await yarn(["install"])).code).toBe(0);
    const imported = await yarn(["plugin", "import", yarnPluginBundle]);
    expect(imported.code, imported.stdout).toBe(0);
    expect((await yarn(["install"])).code).toBe(1);
  });
});

test("Yarn 1 has no plugins, and says so when told to import one", async () => {
  const project = await createYarnFaultProject({ plugin: false });
  const { code, stderr } = await project.yarn(["plugin", "import", yarnPluginBundle], { client: "yarn-1" });
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'error Command "plugin" not found.\n' });
  await project.close();
});
