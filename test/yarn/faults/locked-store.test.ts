import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

const hasty = {
  NODE_OPTIONS: `--import=${pathToFileURL(fileURLToPath(new URL("hasty-patience.ts", import.meta.url))).href}`,
};
const busy = (project: YarnFaultProject): string =>
  `STORE_BUSY: Other processes kept the store ${join(project.store, "references.sqlite")} locked for too long.`;
const hint = "  Wait for the other installs to finish and try again; nothing was changed.";

let registry: RecordedRegistry;
let project: YarnFaultProject;
let other: DatabaseSync;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: ["lib", "new", "newer"].map((name) => buildPackage({ name, version: "1.0.0" })),
  });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" } });
  const installed = await project.yarn(["install"]);
  if (installed.code !== 0) throw new Error(installed.stdout);
  other = new DatabaseSync(join(project.store, "references.sqlite"));
});
afterAll(async () => {
  other.close();
  await project.close();
  await registry.close();
});
beforeEach(() => other.exec("BEGIN IMMEDIATE"));
afterEach(() => {
  if (other.isTransaction) other.exec("ROLLBACK");
});

test("a store that another process keeps locked stands in the way of nothing that only reads", async () => {
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
});

test("what has to be written is waited for, and then fails with who was in the way and what to do", async () => {
  await project.writeManifest({ lib: "1.0.0", new: "1.0.0" });
  const { code, stdout, stderr } = await project.yarn(["install"], { env: hasty });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [`YN0035: new@npm:1.0.0: ${busy(project)}`, `YN0035: ${hint}`],
    stderr: "",
  });
});

test("a lock that is given up in time is not noticed", async () => {
  await project.writeManifest({ lib: "1.0.0", new: "1.0.0" });
  registry.clearRequests();
  const running = project.startYarn(["install"]);
  while (registry.requests.length === 0) await pause(5);
  await pause(300);
  other.exec("ROLLBACK");
  const { code, stdout, stderr } = await running.ended;
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  expect(await project.held("team")).toEqual(["lib@1.0.0", "new@1.0.0"]);
});

test("an install that cannot be retained says so, and fails (K1)", async () => {
  other.exec("ROLLBACK");
  const domain = await project.open();
  const lib = { format: "npm", name: "lib" } as const;
  await domain.resolver.deletePackageVersions({ repository: "team", package: lib, versions: ["1.0.0"] });
  await domain.close();
  other.exec("BEGIN IMMEDIATE");
  const { code, stdout, stderr } = await project.yarn(["install"], { env: hasty });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [`YN0000: ${busy(project)}`, `YN0000: ${hint}`],
    stderr: "",
  });
  other.exec("ROLLBACK");
  expect((await project.yarn(["install"])).code).toBe(0);
  expect(await project.held("team")).toEqual(["lib@1.0.0", "new@1.0.0"]);
});
