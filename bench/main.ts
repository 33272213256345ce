/**
 * `npm run bench -- <benchmark> [options]`: runs one benchmark and prints medians and ratios of that run.
 * Progress goes to standard error, the result to standard output.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { workspaceRoot } from "../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../test/kit/default-registry.ts";
import type { Benchmark, BenchmarkOptions } from "./benchmark.ts";
import { copyVersions } from "./copy/copy-versions.ts";
import { npmInstall } from "./npm/install.ts";
import { npmExample, npmLockfile } from "./npm/npm-project.ts";
import { recordedNpmProject } from "./npm/recorded-project.ts";
import { machineFacts, reportJson, reportText } from "./report/report.ts";
import { yarnInstall } from "./yarn/install.ts";
import { yarnLoad } from "./yarn/load.ts";
import { defaultPlugin } from "./yarn/plugin-bundle.ts";
import { recordedYarnProject } from "./yarn/recorded-project.ts";
import { yarnExample } from "./yarn/yarn-project.ts";

const benchmarks: readonly Benchmark[] = [yarnInstall, yarnLoad, npmInstall, copyVersions];

const recorders = [
  { lockfile: "yarn.lock", example: yarnExample, record: recordedYarnProject },
  { lockfile: npmLockfile, example: npmExample, record: recordedNpmProject },
] as const;

const usage = `npm run bench -- <what> [options]

${benchmarks.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`).join("\n")}
  record      record what the installs ask a registry for, if that is not done

  --project DIR     the project to install (default: the client's example)
  --rounds N        measured rounds
  --systems A,B     only these systems
  --plugin FILE     the Yarn plugin's bundle (default: the one that npm run build:yarn-plugin makes)
  --built           Headwater's command line as npm run build leaves it (default: from its source)
  --registry URL    the registry to record (default: npm's)
  --data DIR        where recordings are kept (default: bench/.data)
  --json            print everything as JSON, every single time among it
  --keep            leave the working folder
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    project: { type: "string" },
    rounds: { type: "string" },
    systems: { type: "string" },
    plugin: { type: "string", default: defaultPlugin },
    built: { type: "boolean", default: false },
    registry: { type: "string" },
    data: { type: "string", default: join(workspaceRoot, "bench", ".data") },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--rounds ${text} is no whole number above 0`);
  return Number(text);
};

const options = (example: string, work: string): BenchmarkOptions => ({
  project: resolve(values.project ?? example),
  rounds: values.rounds === undefined ? undefined : wholeNumber(values.rounds),
  systems: values.systems?.split(","),
  plugin: resolve(values.plugin),
  built: values.built,
  registry: values.registry ?? defaultRegistry(),
  data: resolve(values.data),
  work,
  progress: (text) => console.error(text),
});

const runBenchmark = async (benchmark: Benchmark, work: string): Promise<void> => {
  const machine = machineFacts();
  const { facts, series } = await benchmark.run(options(benchmark.example, work));
  const measurement = { facts: { ...machine, ...facts }, series };
  console.log(values.json ? reportJson(benchmark.name, measurement) : reportText(measurement));
};

/** The examples of all clients, or what the named project has lockfiles for. */
const record = async (work: string): Promise<void> => {
  const { project } = values;
  const fitting = recorders.filter(({ lockfile }) => project === undefined || existsSync(join(project, lockfile)));
  if (fitting.length === 0)
    throw new Error(`${project} has none of ${recorders.map((each) => each.lockfile).join(", ")}.`);
  for (const one of fitting) console.log((await one.record(options(one.example, join(work, one.lockfile)))).folder);
};

// What was started ends with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const [what] = positionals;
const benchmark = benchmarks.find(({ name }) => name === what);
if (positionals.length !== 1 || (benchmark === undefined && what !== "record")) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const work = mkdtempSync(join(tmpdir(), "headwater-bench-"));
  try {
    if (benchmark === undefined) await record(work);
    else await runBenchmark(benchmark, work);
    if (!values.keep) rmSync(work, { recursive: true, force: true });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (readdirSync(work).length === 0) rmSync(work, { recursive: true });
    else console.error(`What was made so far is in ${work}.`);
    process.exitCode = 1;
  }
}
