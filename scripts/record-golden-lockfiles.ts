import { spawnSync } from "node:child_process";
/**
 * Writes `test/fixtures/golden/<client>/`: the lockfile of each test client for `test/fixtures/projects/express`.
 *
 *     node scripts/record-golden-lockfiles.ts           offline, from the recorded registry
 *     node scripts/record-golden-lockfiles.ts --live    writes nothing; prints how live lockfiles differ from the stored ones
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defaultRegistry } from "../test/kit/default-registry.ts";
import {
  copyProject,
  goldenLockfile,
  goldenLockfilePath,
  neutralTarballBase,
  registryPlaceholder,
} from "../test/kit/golden-lockfile.ts";
import { startRecordedRegistry } from "../test/kit/recorded-registry.ts";
import { runClient } from "../test/kit/run-client.ts";
import { lockfileName, testClients, type TestClient } from "../test/kit/test-client.ts";

const installed = async (client: TestClient, folder: string, registry: string | undefined): Promise<string> => {
  const project = join(folder, "project");
  await copyProject("express", project);
  const result = await runClient({ client, args: ["install"], cwd: project, home: join(folder, "home"), registry });
  if (result.code !== 0) throw new Error(`${client} exited ${result.code}\n${result.stdout}\n${result.stderr}`);
  return readFileSync(join(project, lockfileName(client)), "utf8");
};

const record = async (client: TestClient, folder: string): Promise<void> => {
  const registry = await startRecordedRegistry({ tarballBase: neutralTarballBase(client) });
  try {
    const text = await installed(client, folder, registry.url);
    if (text.includes("127.0.0.1")) throw new Error(`the lockfile of ${client} names the recorded registry`);
    const file = goldenLockfilePath(client);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(defaultRegistry(), registryPlaceholder));
    console.log(`${client}: ${registry.requestsFor("tarball").length} tarballs, ${text.length} characters`);
  } finally {
    await registry.close();
  }
};

/** Yarn 1 writes the URLs that it fetches from, so what it fetches from here becomes the placeholder. */
const recordYarnClassic = async (folder: string): Promise<void> => {
  const registry = await startRecordedRegistry();
  try {
    const project = join(folder, "project");
    await copyProject("express", project);
    const args = ["install", "--ignore-scripts", "--no-progress"];
    const home = join(folder, "home");
    const { code, stderr } = await runClient({ client: "yarn-1", args, cwd: project, home, registry: registry.url });
    if (code !== 0) throw new Error(`yarn-1 exited ${code}\n${stderr}`);
    const text = readFileSync(join(project, lockfileName("yarn-1")), "utf8");
    const file = goldenLockfilePath("yarn-1");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(registry.url, registryPlaceholder));
    console.log(`yarn-1: ${registry.requestsFor("tarball").length} tarballs, ${text.length} characters`);
  } finally {
    await registry.close();
  }
};

const inFolder = async (client: TestClient | "yarn-1", work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), `golden-${client}-`));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const compare = async (client: TestClient, folder: string): Promise<void> => {
  const golden = join(folder, "golden");
  const live = join(folder, "live");
  writeFileSync(live, await installed(client, folder, undefined));
  writeFileSync(golden, (await goldenLockfile(client)).text);
  const { stdout } = spawnSync("diff", [golden, live], { encoding: "utf8" });
  console.log(`${client}: ${stdout === "" ? "identical to a live install" : `\n${stdout}`}`);
};

const isLive = process.argv.includes("--live");
for (const client of testClients)
  await inFolder(client, (folder) => (isLive ? compare(client, folder) : record(client, folder)));
if (!isLive) await inFolder("yarn-1", recordYarnClassic);
