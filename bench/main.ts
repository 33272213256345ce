/**
 * `npm run bench -- <benchmark> [options]`: runs one benchmark and prints medians and ratios of that run.
 * Progress goes to standard error, the result to standard output.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { workspaceRoot } from "../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../test/kit/default-registry.ts";
import type { Benchmark, BenchmarkOptions } from "./benchmark.ts";
import { machineFacts, reportJson, reportText } from "./report/report.ts";
import { yarnInstall } from "./yarn/install.ts";
import { yarnLoad } from "./yarn/load.ts";
import { defaultPlugin } from "./yarn/plugin-bundle.ts";
import { recordedYarnProject } from "./yarn/recorded-project.ts";

const benchmarks: readonly Benchmark[] = [yarnInstall, yarnLoad];

const usage = `npm run bench -- <what> [options]

${benchmarks.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`).join("\n")}
  record      record what the installs ask a registry for, if that is not done

  --project DIR     the project to install (default: examples/yarn-monorepo)
  --rounds N        measured rounds
  --systems A,B     only these systems
  --plugin FILE     the Yarn plugin's bundle (default: the one that npm run build:yarn-plugin makes)
  --registry URL    the registry to record (default: npm's)
  --data DIR        where recordings are kept (default: bench/.data)
  --json            print everything as JSON, every single time among it
  --keep            leave the working folder
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    project: { type: "string", default: join(workspaceRoot, "examples", "yarn-monorepo") },
    rounds: { type: "string" },
    systems: { type: "string" },
    plugin: { type: "string", default: defaultPlugin },
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

const options = (work: string): BenchmarkOptions => ({
  project: resolve(values.project),
  rounds: values.rounds === undefined ? undefined : wholeNumber(values.rounds),
  systems: values.systems?.split(","),
  plugin: resolve(values.plugin),
  registry: values.registry ?? defaultRegistry(),
  data: resolve(values.data),
  work,
  progress: (text) => console.error(text),
});

const runBenchmark = async (benchmark: Benchmark, work: string): Promise<void> => {
  const machine = machineFacts();
  const { facts, series } = await benchmark.run(options(work));
  const measurement = { facts: { ...machine, ...facts }, series };
  console.log(values.json ? reportJson(benchmark.name, measurement) : reportText(measurement));
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
    if (benchmark === undefined) console.log((await recordedYarnProject(options(work))).folder);
    else await runBenchmark(benchmark, work);
    if (!values.keep) rmSync(work, { recursive: true, force: true });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (readdirSync(work).length === 0) rmSync(work, { recursive: true });
    else console.error(`What was made so far is in ${work}.`);
    process.exitCode = 1;
  }
}
