import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createFaultProject, type FaultProject, headwaterBin } from "../faults/fault-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { hasTerminal, runInTerminal } from "../kit/terminal.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const names = Array.from({ length: 12 }, (_, index) => `lib-${index}`);

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    // Unpacking takes a while, so that there is something to see.
    packages: names.map((name) =>
      buildPackage({ name, version: "1.0.0", files: { "big.bin": new Uint8Array(1_000_000) } }),
    ),
  });
  const root = {
    name: "app",
    version: "1.0.0",
    workspaces: ["packages/*"],
    dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
    scripts: { postinstall: "echo the project is ready" },
  };
  project = await createFaultProject({
    registry: registry.url,
    files: { "package.json": JSON.stringify(root) },
  });
  await mkdir(join(project.folder, "packages", "one"), { recursive: true });
  const one = { name: "one", version: "1.0.0", dependencies: { "lib-0": "1.0.0" } };
  await writeFile(join(project.folder, "packages", "one", "package.json"), JSON.stringify(one));
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** `raw` keeps what moves the cursor. */
async function atTerminal(...args: readonly string[]): Promise<{ code: number; screen: string; raw: string }> {
  const env = Object.fromEntries(Object.entries(project.environment()).filter(([name]) => name !== "CI"));
  const command = [process.execPath, headwaterBin, ...args];
  return await runInTerminal({ command, cwd: project.folder, env: { ...env, CI: "" }, steps: [] });
}

describe.skipIf(!hasTerminal())("at a terminal (skipped where there is no script(1))", () => {
  test("install shows how far it has come, takes that away before it tells what it did, and ends", async () => {
    const { code, screen, raw } = await atTerminal("install", "--no-audit");
    expect(code, screen).toBe(0);
    expect(screen).toMatch(/install \S+ \d+\/13/);
    expect(screen).toContain("added 13 packages");
    expect(screen.lastIndexOf("/13")).toBeLessThan(screen.indexOf("the project is ready"));
    expect(screen.lastIndexOf("/13")).toBeLessThan(screen.indexOf("added 13 packages"));
    // Shown again, and lines are broken again.
    expect(raw.lastIndexOf("\u001b[?25h")).toBeGreaterThan(raw.lastIndexOf("\u001b[?25l"));
    expect(raw.lastIndexOf("\u001b[?7h")).toBeGreaterThan(raw.lastIndexOf("\u001b[?7l"));
  });

  test("what is there already is not counted, and the run ends where little or nothing is placed", async () => {
    await rm(join(project.folder, "node_modules", "lib-3"), { recursive: true });
    await rm(join(project.folder, "node_modules", ".package-lock.json"));
    const { code, screen } = await atTerminal("install", "--no-audit");
    expect(code, screen).toBe(0);
    expect(screen).not.toMatch(/\/1[0-9]/);
    expect(await installedVersions(project.folder)).toContain("lib-3@1.0.0");
    expect((await atTerminal("install", "--no-audit")).code).toBe(0);
  });

  test.each([["--no-progress"], ["--silent"], ["--json"]])("ci %s shows no bar", async (flag) => {
    const { code, screen } = await atTerminal("ci", "--no-audit", flag);
    expect(code, screen).toBe(0);
    expect(screen).not.toMatch(/ci [=-]{10}/);
  });
});
