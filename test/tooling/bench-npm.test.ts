import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readInstalledTree } from "../../bench/npm/installed-tree.ts";
import { type NpmLock, withResolved } from "../../bench/npm/npm-project.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { type CommandResult, runCommand } from "../kit/run-command.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

let root: string;
let project: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-bench-test-"));
  project = join(root, "project");
  await mkdir(project);
});

afterEach(() => rm(root, { recursive: true, force: true }));

const write = async (file: string, content: unknown): Promise<void> => {
  await mkdir(join(project, file, ".."), { recursive: true });
  await writeFile(join(project, file), JSON.stringify(content));
};

const bench = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand({
    command: process.execPath,
    args: [join(workspaceRoot, "bench", "main.ts"), ...args, "--project", project, "--data", root],
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: root },
  });

type Report = {
  readonly facts: { readonly packages: number; readonly tarballs: number };
  readonly series: readonly {
    readonly samples: readonly { readonly round: number; readonly arm: string }[];
  }[];
};

test("the benchmark of npm records the registry once, then measures ci and install through a warm domain without it", async () => {
  const left = buildPackage({ name: "left", version: "1.0.1" });
  const manifest = { name: "p", version: "1.0.0", dependencies: { left: "^1.0.0" } };
  await write("package.json", manifest);
  await write("package-lock.json", {
    name: "p",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: { "": manifest, "node_modules/left": { version: "1.0.1", integrity: left.manifest.dist.integrity } },
  });
  const registry = await startRecordedRegistry({ packages: [left] });
  const recorded = await bench("record", "--registry", registry.url);
  await registry.close();
  expect(recorded.code, recorded.stderr).toBe(0);

  const measured = await bench("npm", "--systems", "headwater", "--rounds", "1", "--json", "--registry", registry.url);
  expect(measured.code, measured.stderr).toBe(0);
  const { facts, series } = JSON.parse(measured.stdout) as Report;
  expect(facts).toMatchObject({ packages: 1, tarballs: 1 });
  expect(series.map(({ samples }) => samples.map(({ round, arm }) => ({ round, arm })))).toEqual([
    [{ round: 1, arm: "headwater" }],
    [{ round: 1, arm: "headwater" }],
  ]);
}, 120_000);

test("a lockfile that omits the registry's URLs gets them as npm writes them; whatever else it says stays", () => {
  const lock: NpmLock = {
    packages: {
      "": { version: "1.0.0" },
      "packages/a": { version: "2.0.0" },
      "node_modules/a": { resolved: "packages/a", link: true },
      "node_modules/@acme/tool": { version: "1.0.0", optional: true },
      "node_modules/other": { name: "right", version: "3.0.0" },
      "node_modules/fork": { version: "4.0.0", resolved: "git+ssh://git.example.com/fork.git#abc" },
      "node_modules/right/node_modules/inner": { version: "5.0.0", inBundle: true },
    },
  };
  expect(withResolved(lock, "https://npm.example.com/").packages).toEqual({
    ...lock.packages,
    "node_modules/@acme/tool": {
      version: "1.0.0",
      resolved: "https://npm.example.com/@acme/tool/-/tool-1.0.0.tgz",
      optional: true,
    },
    "node_modules/other": {
      name: "right",
      version: "3.0.0",
      resolved: "https://npm.example.com/right/-/right-3.0.0.tgz",
    },
  });
});

test("an install that left a package out, or brought another, does not count", async () => {
  const left = { version: "1.0.1" };
  await write("package-lock.json", {
    packages: { "": {}, "node_modules/left": left, "node_modules/native": { version: "1.0.0", optional: true } },
  });
  const install = async (version: string, ...more: readonly string[]): Promise<void> => {
    const others = Object.fromEntries(more.map((location) => [location, left]));
    await write("node_modules/.package-lock.json", { packages: { "node_modules/left": left, ...others } });
    await write("node_modules/left/package.json", { name: "left", version });
  };
  await install("1.0.1");
  expect(await readInstalledTree(project)).toMatchObject({ packages: 1, tarballs: 1 });
  await install("1.0.2");
  await expect(readInstalledTree(project)).rejects.toThrow("is not as its lockfile says: node_modules/left, 1 in all");
  await install("1.0.1", "node_modules/stray");
  await expect(readInstalledTree(project)).rejects.toThrow("node_modules/stray");
  await rm(join(project, "node_modules", "left"), { recursive: true });
  await expect(readInstalledTree(project)).rejects.toThrow("node_modules/left");
});
