/** Publishes killed at random points: each version is there whole with its dist-tag, or not at all, and what was acknowledged is there. */
import { setTimeout as wait } from "node:timers/promises";
import type { OpenDomain } from "@headwater/domain";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { findViolations } from "./store-invariants.ts";
import { type Worker, startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const kills = drillRounds(2, 50);
const versions = Array.from({ length: 25 }, (_, index) => `1.${index}.0`);
/** No repository here leads to a public registry. */
const repositories = "repositories:\n  team: {}\nrepository: team\n";

let project: HeadwaterProject;

beforeAll(async () => {
  project = await createHeadwaterProject();
  await project.configure(repositories);
  // The domain is made before another process opens it.
  await within(() => Promise.resolve());
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

interface Answer {
  readonly spec: string;
  readonly status: number;
}

const answers = (worker: Worker): readonly Answer[] => worker.messages as readonly Answer[];

/** A worker that has been told to publish every version of the package, all at once. */
async function startPublishing(name: string): Promise<Worker> {
  const worker = await startWorker("publish-worker.ts", project, ["team", "drill"]);
  for (const version of versions) worker.process.send(`${name}@${version}`);
  return worker;
}

/** Waits for every answer, which takes so many milliseconds, and ends the worker. */
async function finish(worker: Worker): Promise<number> {
  const begun = performance.now();
  while (answers(worker).length < versions.length && worker.process.exitCode === null) await wait(1);
  const time = performance.now() - begun;
  worker.process.send("stop");
  await worker.end();
  return time;
}

/** The versions of the package, and the dist-tags that name them. */
async function published({ resolver }: OpenDomain, name: string) {
  const { items } = await resolver.listPackages({ repository: "team", packagePrefix: name });
  const coordinate = { format: "npm", name } as const;
  if (!items.some((each) => each.package === name)) return { versions: [], tags: {} };
  const listed = await resolver.listPackageVersions({ repository: "team", package: coordinate, maxResults: 1000 });
  return {
    versions: listed.items.map(({ version }) => version).toSorted(),
    tags: await resolver.getPackageTags("team", coordinate),
  };
}

const tagsFor = (held: readonly string[]): object =>
  Object.fromEntries(held.map((version) => [`drill-${version}`, version]));

test(`kill -9 at random points of publishing, ${kills} times: a version is there with its dist-tag or not at all, the store is whole, and publishing again ends it`, async () => {
  const time = await finish(await startPublishing("alone"));
  let killed = 0;
  // A worker that was through before its kill proves nothing and does not count.
  for (let round = 0; killed < kills && round < kills * 4; round += 1) {
    const name = `round-${round}-end`;
    const worker = await startPublishing(name);
    await wait(Math.random() * time);
    const isThrough = answers(worker).length === versions.length;
    worker.process.kill("SIGKILL");
    await worker.end().catch((error: unknown) => {
      if (worker.process.signalCode !== "SIGKILL") throw error;
    });
    if (!isThrough) killed += 1;
    await within(async (domain) => {
      const found = await published(domain, name);
      expect(found.tags, name).toEqual(tagsFor(found.versions));
      const acknowledged = answers(worker).map(({ spec, status }) => {
        expect(status, spec).toBe(201);
        return spec.slice(spec.lastIndexOf("@") + 1);
      });
      expect(found.versions, name).toEqual(expect.arrayContaining(acknowledged));
      expect(await findViolations(domain), name).toEqual([]);
    });
    const again = await startPublishing(name);
    await finish(again);
    expect(answers(again).filter(({ status }) => status >= 300)).toEqual([]);
    await within(async (domain) => {
      const sorted = versions.toSorted();
      expect(await published(domain, name)).toEqual({ versions: sorted, tags: tagsFor(sorted) });
    });
  }
  expect(killed).toBe(kills);
});
