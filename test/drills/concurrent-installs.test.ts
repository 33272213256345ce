import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { findViolations } from "./store-invariants.ts";
import { startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const names = ["alpha", "beta", "gamma", "@scope/delta"];
const rounds = drillRounds(4, 100);

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  const packages = names.flatMap((name) =>
    Array.from({ length: rounds * 2 }, (_, patch) => buildPackage({ name, version: `1.0.${patch}` })),
  );
  registry = await startRecordedRegistry({ packages });
  project = await createHeadwaterProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test(`two installs at the same instant in two processes, different versions of the same packages, ${rounds} rounds: no reference is lost`, async () => {
  const expected = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const sets = [round * 2, round * 2 + 1].map((patch) => names.map((name) => `${name}@1.0.${patch}`));
    for (const spec of sets.flat()) expected.add(spec);
    const workers = await Promise.all(
      sets.map((specs) => startWorker("install-worker.ts", project, ["team", ...specs])),
    );
    for (const worker of workers) worker.tell();
    await Promise.all(workers.map((worker) => worker.end()));
  }
  expect(new Set(await project.held("team"))).toEqual(expected);
  expect(new Set(await project.held("npm-store"))).toEqual(expected);
  expect(await project.held("shared")).toEqual([]);
  const domain = await project.open();
  try {
    expect(await findViolations(domain)).toEqual([]);
  } finally {
    await domain.close();
  }
});
