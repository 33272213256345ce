import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject, headwaterBin, PACKAGE_JSON } from "./fault-project.ts";
import { mayMount, runInOwnMounts } from "./own-mounts.ts";

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Each so small that a client sees nothing of it before all of it is stored; together more than the smallest disk here. */
const middling = Array.from({ length: 8 }, (_, index) => `middling-${index}`);

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "lib", version: "1.0.0" }),
      ...middling.map((name) => buildPackage({ name, version: "1.0.0", files: { "data.bin": randomBytes(60_000) } })),
      buildPackage({ name: "big", version: "1.0.0", files: { "data.bin": randomBytes(3_000_000) } }),
    ],
  });
  project = await createFaultProject({ registry: registry.url });
  await mkdir(project.store);
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const check = `node '${fileOf("check-harm.ts")}' "$HEADWATER_CONFIG"`;

describe.skipIf(!mayMount())("a disk of its own (skipped where this system lets nobody mount one)", () => {
  test("a disk that fills up during an install fails it with STORE_FULL; when there is room, it goes on", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs -o size=1500k tmpfs .headwater
headwater exec -- npm install big
${check}
mount -o remount,size=50m .headwater
headwater exec -- npm install big lib
${check}`,
    );
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("error STORE_FULL: There is no space left to write the asset folder");
    expect(run.stderr).toContain("hint: Free space on that disk and try again; nothing was left half-written.");
    expect(run.stderr).not.toContain("INTERNAL");
    const [failed, first, installed, second] = run.stdout.split("\n").filter((line) => /^exit|^\{/.test(line));
    expect(failed).toMatch(/^exit (?!0)/);
    expect(first).toBe('{"harm":[],"held":[]}');
    expect([installed, second]).toEqual(["exit 0", '{"harm":[],"held":["big","lib"]}']);
    await project.forget();
  });

  test("a disk that is full is told at once, not after a client's minutes of trying again", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs -o size=400k tmpfs .headwater
headwater create-repository --repository first > /dev/null
head -c 1m /dev/zero > .headwater/rest || true
headwater create-repository --repository second
rm .headwater/rest
headwater create-repository --repository second
before=$(date +%s)
headwater exec -- npm install ${middling.join(" ")}
echo "seconds $(($(date +%s) - before))"
${check}`,
    );
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.match(/^exit \d+/gm)).toEqual(["exit 4", "exit 0", "exit 1"]);
    expect(run.stderr).toContain("error STORE_FULL: There is no space left to write the store");
    expect(run.stderr).toContain("headwater: There is no space left to write");
    expect(Number(/seconds (\d+)/.exec(run.stdout)?.[1])).toBeLessThan(30);
    expect(run.stdout).toContain('{"harm":[],');
    await project.forget();
  });

  test("a disk that is read-only is refused with exit code 4, with a store on it or without, and the client never starts", async () => {
    const run = await runInOwnMounts(
      project,
      `mount -t tmpfs tmpfs .headwater
mount -o remount,ro .headwater
headwater stats
headwater exec -- npm install lib
mount -o remount,rw .headwater
headwater exec -- npm install lib
mount -o remount,ro .headwater
headwater explain lib
headwater exec -- npm install big
mount -o remount,rw .headwater
${check}`,
    );
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.match(/^exit \d+/gm)).toEqual(["exit 4", "exit 4", "exit 0", "exit 4", "exit 4"]);
    expect(run.stdout).toContain('{"harm":[],"held":["lib"]}');
    expect(
      run.stderr.match(/error STORE_READ_ONLY: This user may not write the folder .*\.headwater\.\n {2}hint: Give/g),
    ).toHaveLength(4);
    await project.forget();
  });
});

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
/** Root may write everywhere, so in its place another user tries, who must be able to read the program. */
const asAnother = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const canRun = spawnSync(process.execPath, [headwaterBin, "--version"], { ...asAnother, env: {} }).status === 0;

test.skipIf(!canRun)(
  "a store folder that this user may not write is refused with exit code 4 (skipped where no such user can run)",
  async () => {
    const folder = await createFaultProject({ registry: registry.url });
    await mkdir(folder.store, { mode: 0o500 });
    for (const path of [folder.root, folder.folder]) await chmod(path, 0o755);
    if (isRoot) for (const path of [folder.home, folder.temporary, folder.store]) await chown(path, NOBODY, NOBODY);
    const run = spawnSync(process.execPath, [headwaterBin, "stats"], {
      ...asAnother,
      cwd: folder.folder,
      env: folder.environment(),
      encoding: "utf8",
    });
    expect([run.status, run.stdout]).toEqual([4, ""]);
    expect(run.stderr).toContain(`error STORE_READ_ONLY: This user may not write the folder ${folder.store}.`);
    expect(run.stderr).toContain("hint: Give the user write permission there");
    expect(await readdir(folder.store)).toEqual([]);
    await folder.close();
  },
);

test("a store on a network file system is refused with exit code 4 before anything is made there", async () => {
  const { start, folder, store } = project;
  const nodeArgs = ["--import", fileOf("network-file-system.ts")];
  for (const place of [folder, store]) {
    const run = await start(["stats"], { nodeArgs, env: { NETWORK_FOLDER: place } }).ended;
    expect([run.code, run.stdout]).toEqual([4, ""]);
    expect(run.stderr).toContain(
      `error STORE_ON_NETWORK_FILE_SYSTEM: The store path ${store} is on a network file system (NFS).`,
    );
    expect(run.stderr).toContain("hint: Put the store on a local disk");
  }
  expect(await readdir(store)).toEqual([]);
});

test("a store whose place is taken by a file is refused with exit code 4, and the file stays", async () => {
  const { code, stderr } = await project.quickly(["stats", "--config", "package.json"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("CONFIGURATION_INVALID")]);
  await project.configure("repository: team\nstore: { references: sqlite:package.json/references.sqlite }\n");
  const refused = await project.headwater(["stats"]);
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining("error STORE_UNAVAILABLE: ")]);
  await project.configure("repository: team\nstore: { references: sqlite:package.json }\n");
  const foreign = await project.headwater(["stats"]);
  expect([foreign.code, foreign.stderr]).toEqual([4, expect.stringContaining("error STORE_CORRUPT: ")]);
  expect(await readFile(join(project.folder, "package.json"), "utf8")).toBe(PACKAGE_JSON);
});
