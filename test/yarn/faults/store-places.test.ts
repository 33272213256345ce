import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mayMount, runProgramInOwnMounts } from "../../faults/own-mounts.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

let registry: RecordedRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "lib", version: "1.0.0" }),
      buildPackage({ name: "big", version: "1.0.0", files: { "data.bin": randomBytes(3_000_000) } }),
    ],
  });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0", big: "1.0.0" } });
  await mkdir(project.store);
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** Runs commands among which `yarn …` is the project's. */
const run = (commands: string) =>
  runProgramInOwnMounts({ name: "yarn", ...project.yarnCommand() }, project.folder, commands);

describe.skipIf(!mayMount())("a disk of its own (skipped where this system lets nobody mount one)", () => {
  test("a store that fills up in the middle of an install fails it; when there is room, the install goes on", async () => {
    const { code, stdout, stderr } = await run(`mount -t tmpfs -o size=1500k tmpfs .headwater
yarn install
mount -o remount,size=50m .headwater
yarn install
yarn headwater stats --json > held.json`);
    expect([code, stderr]).toEqual([0, ""]);
    const report = reportOf(stdout);
    expect(report).toContain(
      `YN0035: big@npm:1.0.0: STORE_FULL: There is no space left to write the asset folder ${project.store}/assets.`,
    );
    // Whatever is written while the large one still lies half-written there fails likewise.
    expect(report.slice(0, -2).filter((line) => !/STORE_FULL: |^YN0035: {3}Free space/.test(line))).toEqual([]);
    expect(report.slice(-2)).toEqual(["exit 1", "exit 0"]);
    const held = JSON.parse(
      (await readFile(join(project.folder, "held.json"), "utf8")).replace(/exit 0\n$/, ""),
    ) as object;
    expect(held).toMatchObject({ packageVersions: 2, references: 4 });
    await project.forget();
  });

  test("a store that is read-only is refused before anything is resolved, also when nothing would change", async () => {
    const { code, stdout, stderr } = await run(`mount -t tmpfs tmpfs .headwater
yarn install
mount -o remount,ro .headwater
yarn install
yarn run hello`);
    expect([code, stderr]).toEqual([0, ""]);
    expect(reportOf(stdout)).toEqual([
      "exit 0",
      `YN0000: STORE_READ_ONLY: This user may not write the folder ${project.store}.`,
      "YN0000:   Give the user write permission there, or name another place in the configuration.",
      "exit 1",
      "hello",
      "exit 0",
    ]);
  });
});
