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

const compare = async (client: TestClient, folder: string): Promise<void> => {
  const golden = join(folder, "golden");
  const live = join(folder, "live");
  writeFileSync(live, await installed(client, folder, undefined));
  writeFileSync(golden, (await goldenLockfile(client)).text);
  const { stdout } = spawnSync("diff", [golden, live], { encoding: "utf8" });
  console.log(`${client}: ${stdout === "" ? "identical to a live install" : `\n${stdout}`}`);
};

for (const client of testClients) {
  const folder = mkdtempSync(join(tmpdir(), `golden-${client}-`));
  try {
    await (process.argv.includes("--live") ? compare : record)(client, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
