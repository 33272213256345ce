import type { Series } from "../benchmark.ts";
import type { Comparison } from "../measure/ratios.ts";
import { runRounds } from "../measure/rounds.ts";
import type { InstallCase, System } from "./system.ts";

export type MeasureCaseOptions = {
  readonly installCase: InstallCase;
  readonly systems: readonly System[];
  readonly comparisons: readonly Comparison[];
  readonly rounds: number;
  /** Rounds before the first. Default 1. */
  readonly warmUps?: number | undefined;
  readonly progress: (text: string) => void;
};

/** Installs through each system in turn, round after round. */
export const measureCase = async (options: MeasureCaseOptions): Promise<Series> => {
  const { installCase, systems, comparisons, rounds, warmUps = 1, progress } = options;
  const arms = systems.map(({ name, install, keepWarm }) => ({
    name,
    run: async () => {
      await keepWarm(installCase);
      return install(installCase);
    },
  }));
  const samples = await runRounds(arms, {
    rounds,
    warmUps,
    onRound: (round) => progress(`${installCase}: ${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}`),
  });
  return { title: installCase, samples, comparisons };
};
