import type { Comparison } from "./measure/ratios.ts";
import type { Sample } from "./measure/rounds.ts";

/** What the command line hands to a benchmark. */
export type BenchmarkOptions = {
  /** The project that is installed, an absolute path. */
  readonly project: string;
  /** Measured rounds. Default: the benchmark's own number. */
  readonly rounds?: number | undefined;
  /** The systems to compare, of those that the benchmark has. Default: all that are there. */
  readonly systems?: readonly string[] | undefined;
  /** The bundle of the Yarn plugin, an absolute path. */
  readonly plugin: string;
  /** Whether the command line is run as `npm run build` leaves it. Default: from its source. */
  readonly built: boolean;
  /** The registry that is recorded. */
  readonly registry: string;
  /** Recordings of all projects, kept from run to run. */
  readonly data: string;
  /** A folder for everything that is made while measuring; the caller removes it. */
  readonly work: string;
  /** Says how far it is. */
  readonly progress: (text: string) => void;
};

/** One table: the same work done by each arm. */
export type Series = {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly comparisons: readonly Comparison[];
};

export type Measurement = {
  /** What was measured: versions and sizes. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly series: readonly Series[];
};

export type Benchmark = {
  readonly name: string;
  /** For the list of benchmarks. */
  readonly summary: string;
  /** The project that is installed unless another one is named, an absolute path. */
  readonly example: string;
  readonly run: (options: BenchmarkOptions) => Promise<Measurement>;
};
