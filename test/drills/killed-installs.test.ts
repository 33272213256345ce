import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { findViolations } from "./store-invariants.ts";
import { startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const kills = drillRounds(6, 50);
const noise = { "data.bin": Buffer.alloc(200_000, "incompressible? no matter").toString("base64") };
const packages = Array.from({ length: 12 }, (_, index) =>
  buildPackage({ name: `package-${index}`, version: "1.0.0", files: noise }),
);
const specs = packages.map(({ name }) => `${name}@1.0.0`);

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages, latency: 2 });
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": '{"name":"app","version":"1.0.0"}\n' },
  });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** How long an install takes here that is left alone, in milliseconds: the kills fall into that time. */
async function timeOfOneInstall(): Promise<number> {
  const worker = await startWorker("install-worker.ts", project, ["team", ...specs]);
  const start = performance.now();
  worker.tell();
  await worker.end();
  return performance.now() - start;
}

test(`kill -9 at random points of an install, ${kills} times: the store opens, nothing dangles, the next install works`, async () => {
  const time = await timeOfOneInstall();
  let killed = 0;
  // An install that ended before its kill proves nothing and does not count.
  for (let round = 0; killed < kills && round < kills * 4; round += 1) {
    // Every third round begins with an empty store, so that kills hit first writes as well as later ones.
    if (round % 3 === 0) await rm(join(project.folder, ".headwater"), { recursive: true, force: true });
    const worker = await startWorker("install-worker.ts", project, ["team", ...specs]);
    worker.tell();
    await wait(Math.random() * time);
    worker.process.kill("SIGKILL");
    const ended = await worker.end().catch((error: unknown) => error);
    if (worker.process.signalCode === "SIGKILL") killed += 1;
    else if (ended instanceof Error) throw ended;
    const domain = await project.open();
    try {
      expect(await findViolations(domain), `round ${round}`).toEqual([]);
    } finally {
      await domain.close();
    }
  }
  expect(killed).toBe(kills);

  const explained = await project.headwater(["explain", "package-0@1.0.0", "--json"]);
  expect(explained.code, explained.stderr).toBe(0);
  const worker = await startWorker("install-worker.ts", project, ["team", ...specs]);
  worker.tell();
  await worker.end();
  expect(await project.held("team")).toEqual(specs.toSorted());
});
