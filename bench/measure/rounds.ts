/** Interleaved rounds: in each round every arm runs once, and who begins changes from round to round. */
import type { Duration } from "./duration.ts";

export type Arm = {
  readonly name: string;
  /** Runs what is measured once. Preparing and clearing up are not in the time that it returns. */
  readonly run: () => Promise<Duration>;
};

export type Sample = Duration & {
  /** From 1. */
  readonly round: number;
  readonly arm: string;
};

export type RoundsOptions = {
  readonly rounds: number;
  /** Rounds before the first, whose times are not kept. */
  readonly warmUps: number;
  /** Called before each round; a warm-up has the number 0. */
  readonly onRound?: ((round: number) => void) | undefined;
};

/** The arms in the order of a round: each round begins one further on. */
export const orderOfRound = <T>(arms: readonly T[], round: number): readonly T[] => {
  const first = arms.length === 0 ? 0 : round % arms.length;
  return [...arms.slice(first), ...arms.slice(0, first)];
};

export const runRounds = async (arms: readonly Arm[], options: RoundsOptions): Promise<readonly Sample[]> => {
  const { rounds, warmUps, onRound } = options;
  const samples: Sample[] = [];
  for (let turn = 0; turn < warmUps + rounds; turn++) {
    const round = Math.max(0, turn - warmUps + 1);
    onRound?.(round);
    for (const { name, run } of orderOfRound(arms, turn)) {
      const duration = await run();
      if (round > 0) samples.push({ round, arm: name, ...duration });
    }
  }
  return samples;
};
