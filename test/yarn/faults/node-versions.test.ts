import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { testNodePath } from "../../kit/test-client.ts";
import {
  type YarnFaultProject,
  createYarnFaultProject,
  reportOf,
  yarnPluginName,
} from "../../kit/yarn-fault-project.ts";

let registry: RecordedRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" } });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** Yarn as it is without the plugin, from the same registry. */
const directly = (): Record<string, string> => ({ YARN_NPM_REGISTRY_SERVER: registry.url.replace(/\/$/, "") });

describe("on Node 20, which has no node:sqlite", () => {
  const nodePath = testNodePath("node-20");
  const reason =
    "RUNTIME_UNSUPPORTED: Headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node 20.18.1. Update Node, or set HEADWATER_ENABLED=0 to install without Headwater.";

  test("an install ends with one clear line", async () => {
    const { code, stdout, stderr } = await project.yarn(["install"], { nodePath });
    expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 1, report: [`YN0000: ${reason}`], stderr: "" });
  });

  test("what asks the registry and what is ours end with it too", async () => {
    const asked = await project.yarn(["npm", "info", "lib"], { nodePath });
    expect([asked.code, reportOf(asked.stdout), asked.stderr]).toEqual([1, [`YN0000: ${reason}`], ""]);
    const own = await project.yarn(["headwater", "stats"], { nodePath });
    expect(own).toEqual({ code: 5, stdout: "", stderr: `error ${reason}\n` });
  });

  test("HEADWATER_ENABLED=0 installs without Headwater, scripts run, and the plugin can be removed", async () => {
    const installed = await project.yarn(["install"], { nodePath, env: { ...directly(), HEADWATER_ENABLED: "0" } });
    expect([installed.code, reportOf(installed.stdout), installed.stderr]).toEqual([0, [], ""]);
    expect(await project.yarn(["run", "hello"], { nodePath })).toEqual({ code: 0, stdout: "hello\n", stderr: "" });
    expect((await project.yarn(["plugin", "remove", yarnPluginName], { nodePath })).code).toBe(0);
    expect((await project.yarn(["install"], { nodePath })).code).toBe(0);
    await project.forget();
  });
});

describe.each([
  ["Node 22", () => testNodePath("node-22")],
  ["this Node", () => process.execPath],
  ["Node 26", () => testNodePath("node-26")],
])("on %s", (_, node) => {
  test("an install prints what Yarn prints alone and no warning more, and neither does yarn headwater", async () => {
    const nodePath = node();
    const plain = await createYarnFaultProject({ plugin: false, dependencies: { lib: "1.0.0" } });
    const alone = await plain.yarn(["install"], { nodePath, env: directly() });
    const through = await project.yarn(["install"], { nodePath });
    expect(alone.code, alone.stdout).toBe(0);
    expect(lines(through.stdout)).toEqual(lines(alone.stdout));
    expect(through.stderr).toBe(alone.stderr);
    const { code, stdout, stderr } = await project.yarn(["headwater", "list-packages", "--repository", "team"], {
      nodePath,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ packages: [{ package: "lib" }] });
    await plain.close();
    await project.forget();
  });
});

const lines = (printed: string): readonly string[] => printed.replaceAll(/ in \d+s \d+ms$/gm, "").split("\n");
