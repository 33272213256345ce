/** Copying package versions from one repository to another, beside what copying their files would take. */
import { cp, mkdir, open, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type OpenDomain, openDomain } from "@headwater/domain";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import type { Benchmark, BenchmarkOptions, Measurement } from "../benchmark.ts";
import type { Duration } from "../measure/duration.ts";
import { timesOf } from "../measure/ratios.ts";
import { type Arm, runRounds } from "../measure/rounds.ts";
import { spreadOf } from "../measure/statistics.ts";

const versions = 1000;
/** The most that one call takes. */
const perCall = 100;
const fileSize = 50_000;
/** What all calls together may take, in milliseconds. */
const limit = 1000;

const source = "staging";
const tool = { format: "generic", namespace: "bench", name: "tool" } as const;
const versionNames = Array.from({ length: versions }, (_, index) => `1.0.${index}`);

const timed = async (action: () => Promise<void>): Promise<Duration> => {
  const start = performance.now();
  await action();
  return { milliseconds: performance.now() - start };
};

const contentOf = (version: string): Buffer => Buffer.alloc(fileSize, `${version} `);

/** Fills the source by publishing each version; the same bytes lie in `files`. */
const fillSource = async ({ resolver }: OpenDomain, files: string, progress: (text: string) => void): Promise<void> => {
  await resolver.createRepository({ repository: source });
  await mkdir(files);
  const queue = versionNames.entries();
  const publish = async (): Promise<void> => {
    for (const [index, version] of queue) {
      if (index % perCall === 0) progress(`publishing: ${index} of ${versions}`);
      await writeFile(join(files, version), contentOf(version));
      await resolver.publishGenericAsset({
        repository: source,
        coordinate: { ...tool, version },
        asset: "tool.bin",
        content: new Blob([new Uint8Array(contentOf(version))]).stream(),
      });
    }
  };
  await Promise.all(Array.from({ length: 8 }, publish));
};

/** Ten calls of a hundred versions. @throws unless each call copies all of its versions, or all are there */
const copyAll = async ({ resolver }: OpenDomain, destination: string, copied: number): Promise<void> => {
  for (let first = 0; first < versions; first += perCall) {
    const outcome = await resolver.copyPackageVersions({
      sourceRepository: source,
      destinationRepository: destination,
      package: tool,
      versions: versionNames.slice(first, first + perCall),
    });
    const failed = Object.keys(outcome.failedVersions).length;
    if (failed > 0 || Object.keys(outcome.successfulVersions).length !== copied)
      throw new Error(`A call copied not what it should: ${JSON.stringify(outcome).slice(0, 300)}`);
  }
};

/** The same files, made durable as the domain's commits are. */
const copyFiles = async (from: string, to: string): Promise<void> => {
  await cp(from, to, { recursive: true });
  for (const name of await readdir(to)) {
    const file = await open(join(to, name));
    await file.sync();
    await file.close();
  }
};

const run = async ({ work, rounds = 10, progress }: BenchmarkOptions): Promise<Measurement> => {
  const configFile = join(work, "headwater.yml");
  const store = `store:\n  references: "sqlite:${join(work, "store", "references.sqlite")}"\n`;
  await writeFile(configFile, `domain: bench\n${store}encryption:\n  key: "file:${join(work, "key")}"\n`);
  const domain = await openDomain({ configFile });
  try {
    const files = join(work, "files");
    await fillSource(domain, files, progress);
    const bytes = (await domain.resolver.stats()).bytesStored;
    let destinations = 0;
    const nextDestination = async (): Promise<string> => {
      const repository = `release-${(destinations += 1)}`;
      await domain.resolver.createRepository({ repository });
      return repository;
    };
    const arms: readonly Arm[] = [
      {
        name: "copy",
        run: async () => {
          const destination = await nextDestination();
          return timed(() => copyAll(domain, destination, perCall));
        },
      },
      {
        name: "copy again",
        run: async () => {
          const destination = await nextDestination();
          await copyAll(domain, destination, perCall);
          return timed(() => copyAll(domain, destination, 0));
        },
      },
      { name: "files", run: () => timed(() => copyFiles(files, join(work, `copied-${(destinations += 1)}`))) },
    ];
    const samples = await runRounds(arms, {
      rounds,
      warmUps: 1,
      onRound: (round) => progress(round === 0 ? "warm-up" : `round ${round} of ${rounds}`),
    });
    const added = (await domain.resolver.stats()).bytesStored - bytes;
    const total = spreadOf(timesOf(samples, "copy", "milliseconds")).median;
    return {
      facts: {
        versions,
        calls: versions / perCall,
        "bytes of their files": versions * fileSize,
        "bytes stored by copying": added,
        total: `${(total / 1000).toFixed(3)} s; under ${limit / 1000} s: ${total < limit ? "met" : "missed"}`,
      },
      series: [
        {
          title: `${versions} versions, ${versions / perCall} calls`,
          samples,
          comparisons: [{ of: "copy", to: "files" }],
        },
      ],
    };
  } finally {
    await domain.close();
  }
};

export const copyVersions: Benchmark = {
  name: "copy",
  example: workspaceRoot,
  summary: "copying 1,000 package versions between repositories, beside copying their files",
  run,
};
