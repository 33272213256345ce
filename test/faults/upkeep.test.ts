/** Sweeps and repairs on a disk that is full or read-only. */
import { randomBytes } from "node:crypto";
import { cp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { type FaultProject, createFaultProject } from "./fault-project.ts";
import { mayMount, runInOwnMounts } from "./own-mounts.ts";

const check = `node '${fileURLToPath(new URL("check-harm.ts", import.meta.url))}' "$HEADWATER_CONFIG"`;
const names = ["lib", "garbage", "big"] as const;

let registry: RecordedRegistry;
let project: FaultProject;

/** A store in the folder `saved` that holds `lib` and `big`, the bytes of `big` lost, and has `garbage` to sweep. */
beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: names.map((name) =>
      buildPackage({ name, version: "1.0.0", files: name === "big" ? { "data.bin": randomBytes(3_000_000) } : {} }),
    ),
  });
  project = await createFaultProject({ registry: registry.url });
  const domain = await project.open();
  await domain.resolver.retainInstall(
    "team",
    names.map((name) => ({ coordinate: { format: "npm", name, version: "1.0.0" } })),
  );
  for (const repository of ["team", "npm-store"])
    await domain.resolver.deletePackageVersions({
      repository,
      package: { format: "npm", name: "garbage" },
      versions: ["1.0.0"],
    });
  await domain.close();
  await rm(await largestFile(join(project.store, "assets")));
  await cp(project.store, join(project.folder, "saved"), { recursive: true });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

async function largestFile(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sized = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      return { file, size: (await stat(file)).size };
    }),
  );
  return sized.reduce((largest, each) => (each.size > largest.size ? each : largest)).file;
}

const exits = (stdout: string): readonly string[] => stdout.match(/^exit \d+/gm) ?? [];

describe.skipIf(!mayMount())("a disk of its own (skipped where this system lets nobody mount one)", () => {
  test("a repair for which there is no room fails with STORE_FULL, leaves the store as it was, and goes on when there is", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs -o size=2500k tmpfs .headwater
cp -r saved/. .headwater/
headwater verify --repair
echo "unfinished $(ls .headwater/assets/tmp | wc -l)"
headwater verify
mount -o remount,size=50m .headwater
headwater verify --repair
headwater verify
${check}`,
    );
    expect(run.code, run.stderr).toBe(0);
    expect(exits(run.stdout)).toEqual(["exit 4", "exit 4", "exit 0", "exit 0"]);
    expect(run.stderr).toContain("error STORE_FULL: There is no space left to write the asset folder");
    expect(run.stdout).toContain("unfinished 0");
    expect(run.stdout).toMatch(/^BYTES_MISSING +[0-9a-f]{12} +team +big@1\.0\.0 +found$/m);
    expect(run.stdout).toContain('{"harm":[],"held":["big","garbage","lib"]}');
  });

  test("a sweep on a full disk fails with STORE_FULL and removes nothing that is needed; when there is room, it goes on", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs -o size=8m tmpfs .headwater
cp -r saved/. .headwater/
headwater verify --repair > /dev/null
head -c 8m /dev/zero > .headwater/rest || true
headwater gc --grace-period 0
rm .headwater/rest
headwater verify
headwater gc --grace-period 0
${check}`,
    );
    expect(run.code, run.stderr).toBe(0);
    expect(exits(run.stdout)).toEqual(["exit 4", "exit 0", "exit 0"]);
    expect(run.stderr).toContain("error STORE_FULL: There is no space left");
    expect(run.stdout).toContain("Removed 1 package version, 1 asset");
    expect(run.stdout).toContain('"harm":[]');
  });

  test("on a read-only disk neither a sweep nor a look is tried, and it is said why", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs tmpfs .headwater
cp -r saved/. .headwater/
mount -o remount,ro .headwater
headwater gc --dry-run
headwater gc
headwater verify --quick
headwater verify --repair`,
    );
    expect(exits(run.stdout)).toEqual(["exit 4", "exit 4", "exit 4", "exit 4"]);
    expect(run.stderr.match(/error STORE_READ_ONLY: This user may not write/g)).toHaveLength(4);
  });
});
