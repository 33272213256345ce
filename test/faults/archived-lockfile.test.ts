import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

/** npm 12 runs no scripts of packages by default; npm 11 does. */
const client = "npm-11";
const postinstall = `node -e "require('fs').writeFileSync(process.env.TRACE, 'ran')"`;

let registry: RecordedRegistry;
let project: FaultProject;
let trace: string;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "bad", version: "1.0.0", manifest: { scripts: { postinstall } } }),
      buildPackage({ name: "bad", version: "1.1.0", manifest: { scripts: { postinstall } } }),
      buildPackage({ name: "good", version: "1.0.0" }),
    ],
  });
  project = await createFaultProject({ registry: registry.url });
  trace = join(project.root, "trace");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const npm = (...args: readonly string[]) => project.exec(client, args, { env: { TRACE: trace } });

test("a lockfile that names an Archived version is refused before the client runs: exit 1, no script ran (S5)", async () => {
  const first = await npm("install", "bad@1.0.0", "good");
  expect(first.code, first.stderr).toBe(0);
  expect(existsSync(trace), "the script runs when nothing forbids it").toBe(true);
  const domain = await project.open();
  await domain.resolver.updatePackageVersionsStatus({
    repository: "team",
    package: { format: "npm", name: "bad" },
    versions: ["1.0.0"],
    targetStatus: "Archived",
  });
  await domain.close();
  await rm(join(project.folder, "node_modules"), { recursive: true });
  await rm(trace);
  const lockfile = await readFile(join(project.folder, "package-lock.json"), "utf8");

  for (const command of [["ci"], ["install"], ["install", "good"]]) {
    const refused = await npm(...command);
    expect({ code: refused.code, stdout: refused.stdout }, command.join(" ")).toEqual({ code: 1, stdout: "" });
    expect(refused.stderr).toContain(
      "error PACKAGE_VERSION_REFUSED: The lockfile names versions that the repository team refuses:\n" +
        '  bad@1.0.0 is Archived in the repository "team" and is not given out.',
    );
    expect(refused.stderr).not.toContain("npm error");
  }
  expect(existsSync(trace)).toBe(false);
  expect(existsSync(join(project.folder, "node_modules"))).toBe(false);
  expect(await readFile(join(project.folder, "package-lock.json"), "utf8")).toBe(lockfile);
});

test("choosing another version gets away from it", async () => {
  const moved = await npm("install", "bad@1.1.0");
  expect(moved.code, moved.stderr).toBe(0);
  expect((await npm("ci")).code).toBe(0);
});

test("after all of that the store is whole; what is Archived is there, and is not given out", async () => {
  expect(await project.harm()).toEqual([]);
});
