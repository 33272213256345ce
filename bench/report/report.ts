import { cpus, loadavg } from "node:os";
import type { Measurement, Series } from "../benchmark.ts";
import { type Ratio, ratioOf, type Target, timesOf } from "../measure/ratios.ts";
import { type Spread, spreadOf } from "../measure/statistics.ts";
import { alignColumns } from "./align-columns.ts";

type Times = { readonly time: Spread; readonly cpu: Spread | undefined };

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 3 : 2)} s`;

const factor = (ratio: number): string => ratio.toFixed(3);

const cells = ({ time, cpu }: Times, print: (value: number) => string): readonly string[] => [
  print(time.median),
  `${print(time.lower)} - ${print(time.upper)}`,
  `${print(time.least)} - ${print(time.most)}`,
  cpu === undefined ? "" : print(cpu.median),
];

const targetText = (target: Target | undefined, met: boolean | undefined): string => {
  if (target === undefined) return "";
  const text = "atMost" in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
  return `${text}: ${met === true ? "met" : "missed"}`;
};

const armsOf = ({ samples }: Series): readonly string[] => [...new Set(samples.map(({ arm }) => arm))].toSorted();

const timesOfArm = ({ samples }: Series, arm: string): Times => {
  const cpu = timesOf(samples, arm, "cpuMilliseconds");
  return {
    time: spreadOf(timesOf(samples, arm, "milliseconds")),
    cpu: cpu.length === 0 ? undefined : spreadOf(cpu),
  };
};

const ratiosOf = ({ samples, comparisons }: Series): readonly Ratio[] =>
  comparisons.flatMap((comparison) => ratioOf(samples, comparison) ?? []);

const seriesText = (series: Series): string =>
  alignColumns([
    [series.title, "median", "middle half", "all", "cpu"],
    ...armsOf(series).map((arm) => [arm, ...cells(timesOfArm(series, arm), seconds)]),
    ...ratiosOf(series).map((ratio) => [
      `${ratio.of} / ${ratio.to}`,
      ...cells(ratio, factor),
      targetText(ratio.target, ratio.met),
    ]),
  ]);

/** For people: facts, then one table for each series, with the ratios below the times. */
export const reportText = ({ facts, series }: Measurement): string =>
  [alignColumns(Object.entries(facts).map(([name, value]) => [name, String(value)])), ...series.map(seriesText)].join(
    "\n",
  );

/** The machine as far as it matters to a time. */
export const machineFacts = (): Measurement["facts"] => ({
  date: new Date().toISOString(),
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? "unknown",
  "load average": loadavg()
    .map((load) => load.toFixed(1))
    .join(" "),
});

/** For programs: what the text says, and every single time. */
export const reportJson = (benchmark: string, { facts, series }: Measurement): string =>
  JSON.stringify(
    {
      benchmark,
      facts,
      series: series.map((one) => ({
        title: one.title,
        times: Object.fromEntries(armsOf(one).map((arm) => [arm, timesOfArm(one, arm)])),
        ratios: ratiosOf(one),
        samples: one.samples,
      })),
    },
    undefined,
    2,
  );
