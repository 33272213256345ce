import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

let registry: RecordedRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      ...["1.0.0", "1.1.0"].map((version) => buildPackage({ name: "bad", version })),
      buildPackage({ name: "uses-bad", version: "1.0.0", manifest: { dependencies: { bad: "1.0.0" } } }),
    ],
  });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { "uses-bad": "1.0.0" } });
  const installed = await project.yarn(["install"]);
  if (installed.code !== 0) throw new Error(installed.stdout);
  const domain = await project.open();
  await domain.resolver.updatePackageVersionsStatus({
    repository: "team",
    package: { format: "npm", name: "bad" },
    versions: ["1.0.0"],
    targetStatus: "Archived",
  });
  await domain.close();
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const reason =
  '  bad@1.0.0 is Archived in the repository "team" and is not given out. Choose another version, or ask those who keep this repository why it was withdrawn.';

test("a version of the lockfile that the domain refuses stops the install before it begins, and says why (S5)", async () => {
  await rm(join(project.folder, "node_modules"), { recursive: true });
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [
      "YN0000: PACKAGE_VERSION_REFUSED: The lockfile names versions that the repository team refuses:",
      `YN0000: ${reason}`,
    ],
    stderr: "",
  });
  expect(existsSync(join(project.folder, "node_modules"))).toBe(false);
});

test("without a lockfile Yarn finds no candidate, and is told at the end why there is none (L3)", async () => {
  await project.forget();
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [
      "YN0082: bad@npm:1.0.0: No candidates found",
      "YN0000: PACKAGE_VERSION_REFUSED: Of the packages that were asked for, there are versions that the repository team refuses:",
      `YN0000: ${reason}`,
    ],
    stderr: "",
  });
});

test("an install that chooses another version says nothing of it", async () => {
  await project.writeManifest({ bad: "^1.0.0" });
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  expect(await project.held("team")).toContain("bad@1.1.0");
});

test("yarn headwater explain says the same", async () => {
  const { code, stdout } = await project.yarn(["headwater", "explain", "bad@1.0.0"]);
  expect(code).toBe(1);
  expect(stdout).toContain('refused     PACKAGE_VERSION_REFUSED: bad@1.0.0 is Archived in the repository "team"');
});
