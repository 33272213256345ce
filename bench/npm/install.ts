/** `headwater ci` beside `npm ci`, and `install` without a lockfile beside them. */
import { join } from "node:path";
import { installPinned } from "../../scripts/workspace/install-pinned.ts";
import type { Benchmark, BenchmarkOptions, Measurement, Series } from "../benchmark.ts";
import { measureCase } from "../install/measure-case.ts";
import { chosenNames, type InstallCase, installCases, startSystems } from "../install/system.ts";
import type { Comparison } from "../measure/ratios.ts";
import { startStaticRegistry } from "../registry/static-registry.ts";
import { verdaccioFolder, verdaccioVersion } from "../registry/verdaccio.ts";
import { headwaterProgram, npmVersion } from "./commands.ts";
import { type MadeTrees, prepareInstall } from "./install-run.ts";
import { npmExample, requireNpmLock } from "./npm-project.ts";
import { recordedNpmProject } from "./recorded-project.ts";
import { startSystem, systemNames } from "./systems.ts";

const comparisons: Readonly<Record<InstallCase, readonly Comparison[]>> = {
  "with a lockfile": [
    { of: "headwater", to: "static", target: { atMost: 0.75 } },
    { of: "headwater", to: "verdaccio", target: { atMost: 0.7 } },
    { of: "headwater", to: "cached", target: { atMost: 1 } },
    { of: "control", to: "static" },
  ],
  "without a lockfile": [
    { of: "headwater", to: "static" },
    { of: "headwater", to: "verdaccio" },
    { of: "headwater", to: "cached" },
    { of: "control", to: "static" },
  ],
};

const run = async (options: BenchmarkOptions): Promise<Measurement> => {
  const { project, built, work, rounds = 5, progress } = options;
  requireNpmLock(project);
  const names = chosenNames(systemNames, options.systems);
  const headwater = headwaterProgram(built);
  const recording = await recordedNpmProject(options);
  const trees: MadeTrees = new Map();
  const tarballs = (): number => trees.get("with a lockfile")?.tree.tarballs ?? 0;
  await using running = new AsyncDisposableStack();
  const registry = await startStaticRegistry(recording);
  running.defer(registry.close);
  if (names.includes("verdaccio")) installPinned(verdaccioFolder);

  const systems = await startSystems(
    names,
    (name) =>
      startSystem[name]({
        registry,
        headwater,
        tarballs,
        folder: join(work, name),
        progress,
        prepareInstall: () => prepareInstall({ name, project, work, trees }),
      }),
    { running, progress },
  );
  const series: Series[] = [];
  for (const installCase of installCases) {
    // Filling has warmed up.
    series.push(
      await measureCase({ installCase, systems, comparisons: comparisons[installCase], rounds, warmUps: 0, progress }),
    );
  }
  const tree = trees.get("with a lockfile")?.tree;
  return {
    facts: {
      npm: await npmVersion(),
      ...(names.includes("verdaccio") ? { verdaccio: verdaccioVersion() } : {}),
      ...(names.includes("headwater") ? { headwater: built ? "built" : "source" } : {}),
      packages: tree?.packages ?? 0,
      tarballs: tarballs(),
      files: tree?.files.length ?? 0,
    },
    series,
  };
};

export const npmInstall: Benchmark = {
  name: "npm",
  summary: "headwater ci beside npm ci: a static registry, npm's own cache, Verdaccio",
  example: npmExample,
  run,
};
