import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../../kit/hostile-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

let registry: HostileRegistry;
let project: YarnFaultProject;
let lockfile: string;
let lock: string;

beforeAll(async () => {
  registry = await startHostileRegistry([buildPackage({ name: "lib", version: "1.0.0" })]);
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" } });
  const installed = await project.yarn(["install"]);
  if (installed.code !== 0) throw new Error(installed.stdout);
  lockfile = join(project.folder, "yarn.lock");
  lock = await readFile(lockfile, "utf8");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const emptyCache = (): Promise<void> => rm(join(project.home, ".yarn"), { recursive: true, force: true });

test("a checksum in the lockfile that is another's fails the install in Yarn's own words, as it does without us", async () => {
  const tampered = lock.replace(/(checksum: \w+)\/..../, "$1/0000");
  const direct = { HEADWATER_ENABLED: "0", YARN_NPM_REGISTRY_SERVER: registry.url.replace(/\/$/, "") };
  for (const env of [{}, direct]) {
    await writeFile(lockfile, tampered);
    await emptyCache();
    const { code, stdout, stderr } = await project.yarn(["install"], { env });
    expect({ code, report: reportOf(stdout), stderr }).toEqual({
      code: 1,
      report: ["YN0018: lib@npm:1.0.0: The remote archive doesn't match the expected checksum"],
      stderr: "",
    });
  }
});

test("checksumBehavior: update mends it to what it was", async () => {
  const { code, stdout } = await project.yarn(["install"], { env: { YARN_CHECKSUM_BEHAVIOR: "update" } });
  expect([code, reportOf(stdout)]).toEqual([0, []]);
  expect(await readFile(lockfile, "utf8")).toBe(lock);
});

test("a tarball that has changed at the registry since it was retained is served as it was retained (D5)", async () => {
  registry.misbehave("lib", "tarball", { type: "lie" });
  await project.forget();
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  expect(await readFile(lockfile, "utf8")).toBe(lock);
  expect(await project.harm()).toEqual([]);
});
