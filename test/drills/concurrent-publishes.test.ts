import { once } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { findViolations } from "./store-invariants.ts";
import { type Worker, startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const rounds = drillRounds(10, 200);
const workerNames = ["one", "other"];
/** No repository here leads to a public registry. */
const repositories = "repositories:\n  team: {}\nrepository: team\n";

let project: HeadwaterProject;
let workers: readonly Worker[];

beforeAll(async () => {
  project = await createHeadwaterProject();
  await project.configure(repositories);
  // The domain is made before two processes open it.
  await (await project.open()).close();
  workers = await Promise.all(workerNames.map((name) => startWorker("publish-worker.ts", project, ["team", name])));
});
afterAll(async () => {
  await project.close();
});

interface Answer {
  readonly worker: string;
  readonly status: number;
  readonly code?: string;
}

/** Tells every worker to publish the same version, at once. */
async function publishEverywhere(spec: string): Promise<readonly Answer[]> {
  const answers = workers.map(async ({ process: worker }) => {
    const [answer] = (await once(worker, "message")) as [Answer];
    return answer;
  });
  for (const { process: worker } of workers) worker.send(spec);
  return Promise.all(answers);
}

test(`two publishes of one version at the same instant from two processes, ${rounds} rounds: exactly one wins, the other is told 409, and no tag is lost`, async () => {
  const winners = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    const version = `1.0.${round}`;
    const answers = await publishEverywhere(`contested@${version}`);
    const won = answers.filter(({ status }) => status === 201);
    const lost = answers.filter(({ status, code }) => status === 409 && code === "ALREADY_EXISTS");
    expect([won.length, lost.length], JSON.stringify(answers)).toEqual([1, 1]);
    winners.set(version, won[0]?.worker ?? "");
  }
  for (const { process: worker } of workers) worker.send("stop");
  await Promise.all(workers.map((worker) => worker.end()));

  const domain = await project.open();
  try {
    const coordinate = { format: "npm", name: "contested" } as const;
    const expectedTags = [...winners].map(([version, worker]) => [`${worker}-${version}`, version] as const);
    expect(await domain.resolver.getPackageTags("team", coordinate)).toEqual(Object.fromEntries(expectedTags));
    const { items } = await domain.resolver.listPackageVersions({
      repository: "team",
      package: coordinate,
      maxResults: 1000,
    });
    expect(items.map(({ version }) => version).toSorted()).toEqual([...winners.keys()].toSorted());
    expect(await findViolations(domain)).toEqual([]);
    // What was refused has left no bytes: there is one asset for each version.
    expect((await domain.resolver.stats()).assets).toBe(rounds);
  } finally {
    await domain.close();
  }
});
