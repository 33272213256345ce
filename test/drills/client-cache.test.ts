/** What clients keep of a registry they key by its host and port, so a run must come back to the same port. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

const rounds = drillRounds(4, 100);

vi.setConfig({ testTimeout: rounds * 20_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

/** Files that a client keeps in its home; npm's logs, of which it keeps ten, are no cache. */
async function cachedFiles(): Promise<readonly string[]> {
  const entries = await readdir(project.home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.filter((file) => !file.includes("_logs")).toSorted();
}

const clients = (["npm-12", "bun", "pnpm-10", "yarn-1"] as const).slice(0, drillRounds(2, 4));

test.each(clients)(`what %s keeps is after ${rounds} runs what it was after 2`, async (client) => {
  registry = await startRecordedRegistry();
  const manifest = '{"name":"app","version":"1.0.0","dependencies":{"is-odd":"^3.0.0"}}\n';
  project = await createHeadwaterProject({ registry: registry.url, files: { "package.json": manifest } });
  // The port comes of the repository's name, and other tests run on the ports of theirs.
  const repository = `${client}-${process.pid}`;
  await project.json(["create-repository", "--repository", repository, "--upstreams", "npm-store"]);
  let afterTwo: readonly string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of ["node_modules", "package-lock.json", "pnpm-lock.yaml", "bun.lock", "yarn.lock"])
      await rm(join(project.folder, name), { recursive: true, force: true });
    const { code, stderr } = await project.exec(client, ["install"], { repository });
    expect(code, stderr).toBe(0);
    if (round === 2) afterTwo = await cachedFiles();
  }
  expect(afterTwo.length).toBeGreaterThan(1);
  expect(await cachedFiles()).toEqual(afterTwo);
});
