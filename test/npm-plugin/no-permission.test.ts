import { chmod, chown, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createFaultProject, type FaultProject, headwaterBin } from "../faults/fault-project.ts";
import { installedTree } from "../kit/installed-tree.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { runCommand } from "../kit/run-command.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The user without rights that every system has. Root may write anywhere, so its runs are made as this one. */
const NOBODY = 65_534;
const runAs = process.getuid?.() === 0 ? { user: NOBODY } : {};

/** A checkout in a folder that is closed to others cannot be run by them. */
async function mayRun(): Promise<boolean> {
  const script = `require("node:fs").accessSync(${JSON.stringify(headwaterBin)})`;
  try {
    const { code } = await runCommand({ command: process.execPath, args: ["-e", script], cwd: "/", env: {}, ...runAs });
    return code === 0;
  } catch {
    // Node itself lies where that user may not go.
    return false;
  }
}

const manifest = (version: string): string =>
  JSON.stringify({ name: "app", version: "1.0.0", dependencies: { a: version, b: "1.0.0" } });

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "a", version: "1.0.0" }),
      buildPackage({ name: "a", version: "2.0.0" }),
      buildPackage({ name: "b", version: "1.0.0" }),
    ],
  });
  project = await createFaultProject({ registry: registry.url, files: { "package.json": manifest("1.0.0") } });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** Hands everything to the user that the runs are made as. */
async function handOver(): Promise<void> {
  if (runAs.user === undefined) return;
  const names = await readdir(project.root, { recursive: true });
  for (const path of [project.root, ...names.map((name) => join(project.root, name))])
    await chown(path, runAs.user, runAs.user);
}

test.skipIf(!(await mayRun()))(
  "a node_modules that this user must not write in: EACCES with npm's exit code, what lies there stays, and the store is whole",
  async () => {
    const { folder } = project;
    const modules = join(folder, "node_modules");
    await handOver();
    expect((await project.headwater(["install"], runAs)).code).toBe(0);
    const tree = await installedTree(modules);
    await chmod(modules, 0o555);
    try {
      await writeFile(join(folder, "package.json"), manifest("2.0.0"));
      const { code, stderr } = await project.headwater(["install"], runAs);
      expect(code, stderr).toBe(243);
      expect(stderr).toContain("error EACCES: ");
      expect(stderr).toContain(modules);
      expect(stderr).not.toMatch(/INTERNAL|\n {4}at /);
      expect(await installedTree(modules)).toEqual(tree);
      expect(await project.harm()).toEqual([]);
    } finally {
      await chmod(modules, 0o755);
    }
    await handOver();
    const { code, stderr } = await project.headwater(["install"], runAs);
    expect(code, stderr).toBe(0);
    expect(await readFile(join(modules, "a", "package.json"), "utf8")).toContain('"2.0.0"');
  },
);
