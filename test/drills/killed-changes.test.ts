/** Operations on many versions, killed at random points: each call is done whole or not at all, and what was acknowledged is done. */
import { setTimeout as wait } from "node:timers/promises";
import type { OpenDomain } from "@headwater/domain";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { streamOf } from "../kit/generic-package.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { findViolations } from "./store-invariants.ts";
import { type Worker, startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000, hookTimeout: 120_000 });

const kills = drillRounds(2, 50);
const tool = { format: "generic", namespace: "drill", name: "tool" } as const;
const batches = Array.from({ length: 8 }, (_, batch) =>
  Array.from({ length: 25 }, (__, index) => `${batch}.0.${index}`),
);
const versions = batches.flat();

let project: HeadwaterProject;
let repositories = 0;

beforeAll(async () => {
  project = await createHeadwaterProject();
  await within(async ({ resolver }) => {
    await resolver.createRepository({ repository: "staging" });
    for (const batch of batches)
      await Promise.all(
        batch.map((version) =>
          resolver.publishGenericAsset({
            repository: "staging",
            coordinate: { ...tool, version },
            asset: "tool.txt",
            content: streamOf(`the tool ${version}`),
          }),
        ),
      );
  });
});
afterAll(() => project.close());

async function within<T>(action: (domain: OpenDomain) => Promise<T>): Promise<T> {
  const domain = await project.open();
  try {
    return await action(domain);
  } finally {
    await domain.close();
  }
}

type Operation = "copy" | "update" | "dispose" | "delete";

/** A repository that the operation is done to; for all but copying it holds the versions already. */
async function prepare(operation: Operation): Promise<string> {
  const repository = `round-${(repositories += 1)}`;
  await within(async ({ resolver }) => {
    await resolver.createRepository({ repository });
    if (operation === "copy") return;
    for (const batch of batches)
      await resolver.copyPackageVersions({
        sourceRepository: "staging",
        destinationRepository: repository,
        package: tool,
        versions: batch,
      });
  });
  return repository;
}

const start = (operation: Operation, repository: string): Promise<Worker> =>
  startWorker("change-worker.ts", project, [
    operation,
    "staging",
    repository,
    batches.map((batch) => batch.join(" ")).join(";"),
  ]);

/** The status of each version in the repository, as the operations leave it. */
async function statuses({ resolver }: OpenDomain, repository: string): Promise<ReadonlyMap<string, string>> {
  const listed = await resolver.listPackages({ repository });
  if (listed.items.length === 0) return new Map();
  const { items } = await resolver.listPackageVersions({ repository, package: tool, maxResults: 1000 });
  return new Map(items.map(({ version, status }) => [version, status]));
}

const AFTER: Readonly<Record<Operation, readonly [before: string | undefined, after: string | undefined]>> = {
  copy: [undefined, "Published"],
  update: ["Published", "Archived"],
  dispose: ["Published", "Disposed"],
  delete: ["Published", undefined],
};

/** What is not as it must be: a batch that is done in part, or one that was acknowledged and is not done. */
function faults(operation: Operation, found: ReadonlyMap<string, string>, acknowledged: readonly unknown[]) {
  const [before, after] = AFTER[operation];
  return batches.flatMap((batch) => {
    const now = new Set(batch.map((version) => found.get(version)));
    const isDone = now.size === 1 && now.has(after);
    if (acknowledged.includes(batch.join(" "))) return isDone ? [] : [`acknowledged, not done: ${batch[0]}`];
    return isDone || (now.size === 1 && now.has(before)) ? [] : [`done in part: ${batch[0]}`];
  });
}

test.each(["copy", "update", "dispose", "delete"] as const)(
  `C4, X4: kill -9 at random points of %s, ${kills} times: every call is done whole or not at all, and the store is whole`,
  async (operation) => {
    const whole = await start(operation, await prepare(operation));
    const begun = performance.now();
    whole.tell();
    await whole.end();
    const time = performance.now() - begun;
    let killed = 0;
    // An operation that ended before its kill proves nothing and does not count.
    for (let round = 0; killed < kills && round < kills * 4; round += 1) {
      const repository = await prepare(operation);
      const worker = await start(operation, repository);
      worker.tell();
      await wait(Math.random() * time);
      worker.process.kill("SIGKILL");
      const ended = await worker.end().catch((error: unknown) => error);
      if (worker.process.signalCode === "SIGKILL") killed += 1;
      else if (ended instanceof Error) throw ended;
      await within(async (domain) => {
        const found = await statuses(domain, repository);
        expect(faults(operation, found, worker.messages), `${operation}, round ${round}`).toEqual([]);
        // The same call again makes it whole.
        await finish(domain, operation, repository, found);
      });
    }
    expect(killed).toBe(kills);
    expect(await within(findViolations)).toEqual([]);
  },
);

/** Repeats what is left to do, and sees that it is done. */
async function finish(
  domain: OpenDomain,
  operation: Operation,
  repository: string,
  found: ReadonlyMap<string, string>,
): Promise<void> {
  const { resolver } = domain;
  const [, after] = AFTER[operation];
  for (const batch of batches) {
    if (batch.every((version) => found.get(version) === after)) continue;
    const input = { repository, package: tool, versions: batch };
    if (operation === "copy")
      await resolver.copyPackageVersions({
        sourceRepository: "staging",
        destinationRepository: repository,
        package: tool,
        versions: batch,
      });
    else if (operation === "update") await resolver.updatePackageVersionsStatus({ ...input, targetStatus: "Archived" });
    else if (operation === "dispose") await resolver.disposePackageVersions(input);
    else await resolver.deletePackageVersions(input);
  }
  const now = await statuses(domain, repository);
  expect(versions.filter((version) => now.get(version) !== after)).toEqual([]);
}
