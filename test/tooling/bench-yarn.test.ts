import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { type CommandResult, runCommand } from "../kit/run-command.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-bench-test-"));
  await mkdir(join(root, "project"));
  await writeFile(join(root, "project", "package.json"), '{ "name": "p", "dependencies": { "left": "^1.0.0" } }');
  await writeFile(join(root, "project", "yarn.lock"), "");
});

afterEach(() => rm(root, { recursive: true, force: true }));

const bench = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand({
    command: process.execPath,
    args: [join(workspaceRoot, "bench", "main.ts"), ...args, "--project", join(root, "project"), "--data", root],
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: root },
  });

type Report = {
  readonly facts: { readonly tarballs: number };
  readonly series: readonly {
    readonly title: string;
    readonly samples: readonly { readonly round: number; readonly arm: string; readonly milliseconds: number }[];
  }[];
};

test("the benchmark of yarn install records the registry once, then measures each case without it", async () => {
  const registry = await startRecordedRegistry({ packages: [buildPackage({ name: "left", version: "1.0.1" })] });
  const recorded = await bench("record", "--registry", registry.url);
  await registry.close();
  expect(recorded.code, recorded.stderr).toBe(0);

  const measured = await bench("yarn", "--systems", "static", "--rounds", "1", "--json", "--registry", registry.url);
  expect(measured.code, measured.stderr).toBe(0);
  const { facts, series } = JSON.parse(measured.stdout) as Report;
  expect(facts.tarballs).toBe(1);
  expect(series.map(({ title }) => title)).toEqual(["with a lockfile", "without a lockfile"]);
  expect(series.map(({ samples }) => samples.map(({ round, arm }) => ({ round, arm })))).toEqual([
    [{ round: 1, arm: "static" }],
    [{ round: 1, arm: "static" }],
  ]);
}, 120_000);

test("a system or a benchmark that there is not is refused before anything is measured", async () => {
  const system = await bench("yarn", "--systems", "static,tarbal");
  expect(system.code).toBe(1);
  expect(system.stderr).toContain("There is no system tarbal; there are static, verdaccio, headwater.");
  const benchmark = await bench("bun");
  expect(benchmark.code).toBe(2);
  expect(benchmark.stderr).toContain("npm run bench -- <what>");
});
