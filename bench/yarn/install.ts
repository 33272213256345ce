/** `yarn install` with an empty cache, through each system, with a lockfile and without one. */
import { join } from "node:path";
import { installPinned } from "../../scripts/workspace/install-pinned.ts";
import type { Benchmark, BenchmarkOptions, Measurement, Series } from "../benchmark.ts";
import { measureCase } from "../install/measure-case.ts";
import { chosenNames, type InstallCase, installCases, startSystems } from "../install/system.ts";
import type { Comparison } from "../measure/ratios.ts";
import { startStaticRegistry } from "../registry/static-registry.ts";
import { verdaccioFolder, verdaccioVersion } from "../registry/verdaccio.ts";
import { prepareInstall, type WrittenLockfiles } from "./install-run.ts";
import { hasPlugin, pluginFacts, requirePlugin } from "./plugin-bundle.ts";
import { recordedYarnProject } from "./recorded-project.ts";
import { startSystem, type SystemName, systemNames } from "./systems.ts";
import { requireYarnLock, yarnExample } from "./yarn-project.ts";
import { yarnVersion } from "./yarn.ts";

const comparisons: Readonly<Record<InstallCase, readonly Comparison[]>> = {
  "with a lockfile": [
    { of: "headwater", to: "static", target: { atMost: 1.05 } },
    { of: "verdaccio", to: "headwater" },
    { of: "verdaccio", to: "static" },
  ],
  "without a lockfile": [
    { of: "headwater", to: "static", target: { atMost: 1.05 } },
    { of: "verdaccio", to: "headwater", target: { atLeast: 1.3 } },
    { of: "verdaccio", to: "static" },
  ],
};

const chosenSystems = ({ systems, plugin, progress }: BenchmarkOptions): readonly SystemName[] => {
  const chosen = chosenNames(systemNames, systems);
  if (!chosen.includes("headwater")) return chosen;
  if (systems !== undefined) requirePlugin(plugin);
  if (hasPlugin(plugin)) return chosen;
  progress(`There is no plugin ${plugin}, so Headwater is left out. Run npm run build:yarn-plugin.`);
  return chosen.filter((name) => name !== "headwater");
};

const run = async (options: BenchmarkOptions): Promise<Measurement> => {
  const { project, plugin, work, rounds = 5, progress } = options;
  requireYarnLock(project);
  const names = chosenSystems(options);
  const recording = await recordedYarnProject(options);
  const lockfiles: WrittenLockfiles = new Map();
  await using running = new AsyncDisposableStack();
  const registry = await startStaticRegistry(recording);
  running.defer(registry.close);
  if (names.includes("verdaccio")) installPinned(verdaccioFolder);

  const systems = await startSystems(
    names,
    (name) =>
      startSystem[name]({
        registry,
        folder: join(work, name),
        plugin,
        progress,
        prepareInstall: () => prepareInstall({ name, project, work, lockfiles }),
      }),
    { running, progress },
  );
  const series: Series[] = [];
  for (const installCase of installCases) {
    series.push(await measureCase({ installCase, systems, comparisons: comparisons[installCase], rounds, progress }));
  }
  return {
    facts: {
      yarn: await yarnVersion(),
      ...(names.includes("verdaccio") ? { verdaccio: verdaccioVersion() } : {}),
      ...(names.includes("headwater") ? pluginFacts(plugin) : {}),
      packuments: recording.packuments().length,
      tarballs: recording.tarballs().length,
    },
    series,
  };
};

export const yarnInstall: Benchmark = {
  name: "yarn",
  example: yarnExample,
  summary: "yarn install with an empty cache: a static registry, Verdaccio, Headwater's plugin",
  run,
};
