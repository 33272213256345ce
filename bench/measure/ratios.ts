/** How much longer one arm takes than another: the ratio is taken within each round, so that what slows a whole round cancels out. */
import type { Duration } from "./duration.ts";
import type { Sample } from "./rounds.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export type Comparison = {
  /** The arm above the line. */
  readonly of: string;
  /** The arm below the line. */
  readonly to: string;
  readonly target?: Target | undefined;
};

/** What the median ratio of the times should be. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

export type Ratio = Comparison & {
  readonly time: Spread;
  /** The same of the processor time of the command alone, where the system tells it. */
  readonly cpu: Spread | undefined;
  /** Whether the target is met; `undefined` without one. */
  readonly met: boolean | undefined;
};

export type Clock = keyof Duration;

export const timesOf = (samples: readonly Sample[], arm: string, clock: Clock): readonly number[] =>
  samples.filter((sample) => sample.arm === arm).flatMap((sample) => sample[clock] ?? []);

/** `undefined` when one of the arms was not measured. */
export const ratioOf = (samples: readonly Sample[], comparison: Comparison): Ratio | undefined => {
  const time = ratioBy("milliseconds", samples, comparison);
  if (time === undefined) return undefined;
  const { target } = comparison;
  const met = target === undefined ? undefined : meetsTarget(time.median, target);
  return { ...comparison, time, cpu: ratioBy("cpuMilliseconds", samples, comparison), met };
};

const ratioBy = (clock: Clock, samples: readonly Sample[], { of, to }: Comparison): Spread | undefined => {
  const base = new Map(samples.filter(({ arm }) => arm === to).map((sample) => [sample.round, sample[clock]]));
  const ratios = samples
    .filter(({ arm }) => arm === of)
    .flatMap((sample) => {
      const above = sample[clock];
      const below = base.get(sample.round);
      return above === undefined || below === undefined ? [] : [above / below];
    });
  return ratios.length === 0 ? undefined : spreadOf(ratios);
};

const meetsTarget = (ratio: number, target: Target): boolean =>
  "atMost" in target ? ratio <= target.atMost : ratio >= target.atLeast;
