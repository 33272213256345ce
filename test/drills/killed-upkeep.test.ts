import { randomInt } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { OpenDomain } from "@headwater/domain";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { findViolations } from "./store-invariants.ts";
import { startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const kills = drillRounds(4, 50);
const names = Array.from({ length: 40 }, (_, index) => `package-${index}`);
const specs = names.map((name) => `${name}@1.0.0`).toSorted();
const kept = names.filter((_, index) => index % 2 === 0);

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeEach(async () => {
  registry = await startRecordedRegistry({ packages: names.map((name) => buildPackage({ name, version: "1.0.0" })) });
  project = await createHeadwaterProject({ registry: registry.url });
});
afterEach(async () => {
  await project.close();
  await registry.close();
});

async function within<T>(action: (domain: OpenDomain) => Promise<T>): Promise<T> {
  const domain = await project.open();
  try {
    return await action(domain);
  } finally {
    await domain.close();
  }
}

const retainAll = ({ resolver }: OpenDomain) =>
  resolver.retainInstall(
    "team",
    names.map((name) => ({ coordinate: { format: "npm", name, version: "1.0.0" } })),
  );

/** Lets a worker begin, and kills it after some of the time that one takes which is left alone. True when the kill hit it. */
async function kill(work: "gc" | "repair", time: number): Promise<boolean> {
  const worker = await startWorker("upkeep-worker.ts", project, [work]);
  worker.tell();
  await wait(Math.random() * time);
  worker.process.kill("SIGKILL");
  const ended = await worker.end().catch((error: unknown) => error);
  if (worker.process.signalCode === "SIGKILL") return true;
  if (ended instanceof Error) throw ended;
  return false;
}

/** How long the work takes here, in milliseconds. */
async function timeOf(work: "gc" | "repair"): Promise<number> {
  const worker = await startWorker("upkeep-worker.ts", project, [work]);
  const start = performance.now();
  worker.tell();
  await worker.end();
  return performance.now() - start;
}

test(`kill -9 at random points of a sweep, ${kills} times: nothing that is referred to is missing, verify is clean, the next sweep ends it`, async () => {
  const litter = (): Promise<void> =>
    within(async (domain) => {
      await retainAll(domain);
      for (const repository of ["team", "npm-store"])
        for (const name of names.filter((each) => !kept.includes(each)))
          await domain.resolver.deletePackageVersions({
            repository,
            package: { format: "npm", name },
            versions: ["1.0.0"],
          });
    });
  await litter();
  const time = await timeOf("gc");
  let hit = 0;
  // A sweep that ended before its kill proves nothing and does not count.
  for (let round = 0; hit < kills && round < kills * 4; round += 1) {
    await litter();
    if (await kill("gc", time)) hit += 1;
    expect(await within(findViolations), `round ${round}`).toEqual([]);
    expect(await project.held("team")).toEqual(kept.map((name) => `${name}@1.0.0`).toSorted());
  }
  expect(hit).toBe(kills);

  await litter();
  await timeOf("gc");
  expect(await within(({ resolver }) => resolver.stats())).toMatchObject({ assets: kept.length });
  expect(await within(({ resolver }) => resolver.collectGarbage({ gracePeriod: 0, dryRun: true }))).toMatchObject({
    marked: 0,
    items: [],
  });
  expect(await within(findViolations)).toEqual([]);
});

/** Removes about a third of the files of the asset folder, assets and documents alike. Gives how many. */
async function loseSome(): Promise<number> {
  const assets = join(project.store, "assets");
  let lost = 0;
  for (const folder of await readdir(assets)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await readdir(join(assets, folder))) {
      if (randomInt(3) > 0) continue;
      await rm(join(assets, folder, name));
      lost += 1;
    }
  }
  return lost;
}

test(`kill -9 at random points of a repair, ${kills} times: each thing is whole or lost as before, no reference is lost, the next repair ends it`, async () => {
  await within(retainAll);
  await loseSome();
  const time = await timeOf("repair");
  let hit = 0;
  for (let round = 0; hit < kills && round < kills * 4; round += 1) {
    const lost = await loseSome();
    if (await kill("repair", time)) hit += 1;
    const { findings } = await within(({ resolver }) => resolver.verifyStore());
    expect(findings.length, `round ${round}`).toBeLessThanOrEqual(lost);
    expect(findings.filter(({ damage }) => damage !== "BYTES_MISSING" && damage !== "DOCUMENT_LOST")).toEqual([]);
    expect(await project.held("team")).toEqual(specs);
    await within(({ resolver }) => resolver.verifyStore({ repair: true }));
    expect(await within(findViolations), `round ${round}`).toEqual([]);
  }
  expect(hit).toBe(kills);
});
