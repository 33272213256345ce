/** What the plugin costs a command that needs no registry: Yarn's start, in three folders that differ in nothing else. */
import { join } from "node:path";
import type { Benchmark, BenchmarkOptions, Measurement, Series } from "../benchmark.ts";
import { type Arm, runRounds } from "../measure/rounds.ts";
import { requirePlugin, pluginFacts } from "./plugin-bundle.ts";
import { copyYarnProject, importPlugin, requireYarnLock, yarnExample } from "./yarn-project.ts";
import { runYarn, yarnVersion } from "./yarn.ts";

const commands = [["--version"], ["workspaces", "list"]] as const;

const folders = ["without", "plugin", "control"] as const;

const comparisons = [
  { of: "plugin", to: "without", target: { atMost: 1.08 } },
  { of: "control", to: "without" },
] as const;

const measureCommand = async (
  args: readonly string[],
  { work, rounds = 40, progress }: BenchmarkOptions,
): Promise<Series> => {
  const title = `yarn ${args.join(" ")}`;
  const arms = folders.map((name): Arm => {
    const folder = join(work, name);
    return { name, run: () => runYarn({ args, cwd: join(folder, "project"), home: join(folder, "home") }) };
  });
  const samples = await runRounds(arms, {
    rounds,
    warmUps: 2,
    onRound: (round) => progress(`${title}: ${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}`),
  });
  return { title, samples, comparisons };
};

const run = async (options: BenchmarkOptions): Promise<Measurement> => {
  const { project, plugin, work } = options;
  requireYarnLock(project);
  requirePlugin(plugin);
  for (const name of folders) await copyYarnProject(project, join(work, name, "project"));
  await importPlugin(join(work, "plugin", "project"), plugin, join(work, "plugin", "home"));
  const series: Series[] = [];
  for (const args of commands) series.push(await measureCommand(args, options));
  return { facts: { yarn: await yarnVersion(), ...pluginFacts(plugin) }, series };
};

export const yarnLoad: Benchmark = {
  name: "yarn-load",
  example: yarnExample,
  summary: "what the plugin adds to yarn --version and yarn workspaces list",
  run,
};
