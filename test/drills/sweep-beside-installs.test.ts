import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { findViolations } from "./store-invariants.ts";
import { startWorker } from "./worker.ts";

vi.setConfig({ testTimeout: 30 * 60_000 });

const names = ["alpha", "beta", "gamma"];
const rounds = drillRounds(5, 100);

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: names.map((name) => buildPackage({ name, version: "1.0.0" })) });
  project = await createHeadwaterProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test(`a sweep without grace beside installs that retain what it would sweep, two processes, ${rounds} rounds: no reference dangles`, async () => {
  const specs = names.map((name) => `${name}@1.0.0`);
  const sweeper = await startWorker("sweep-worker.ts", project, []);
  const domain = await project.open();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const installer = await startWorker("install-worker.ts", project, ["team", ...specs]);
      installer.tell();
      await installer.end();
      expect(await project.held("team")).toEqual(specs);
      expect(await findViolations(domain), `round ${round}`).toEqual([]);
      for (const repository of ["team", "npm-store"]) {
        for (const name of names) {
          await domain.resolver.deletePackageVersions({
            repository,
            package: { format: "npm", name },
            versions: ["1.0.0"],
          });
        }
      }
    }
  } finally {
    sweeper.tell();
    await sweeper.end();
    await domain.close();
  }
  const report = sweeper.messages.at(-1) as { removed: number };
  expect(report.removed).toBeGreaterThan(0);
});
