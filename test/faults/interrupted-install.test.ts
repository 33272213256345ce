import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import type { TestClient } from "../kit/test-client.ts";
import { createFaultProject, type FaultProject, type RunningCommand } from "./fault-project.ts";

const names = Array.from({ length: 8 }, (_, index) => `package-${index}`);
const manifest = {
  name: "app",
  version: "1.0.0",
  dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
};

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  const files = { "data.bin": randomBytes(300_000) };
  registry = await startRecordedRegistry({
    packages: names.map((name) => buildPackage({ name, version: "1.0.0", files })),
  });
});
afterAll(() => registry.close());
afterEach(() => project.close());

/** Starts an install in an empty domain and waits until the registry has been asked for so many tarballs. */
async function installUntil(client: TestClient, command: readonly string[], tarballs: number): Promise<RunningCommand> {
  const yarnLock: Record<string, string> = client === "yarn-4" ? { "yarn.lock": "" } : {};
  const files = { "package.json": `${JSON.stringify(manifest)}\n`, ...yarnLock };
  project = await createFaultProject({ registry: registry.url, files });
  registry.clearRequests();
  registry.setLatency(100);
  const running = project.start(["exec", "--", ...command], { client });
  const deadline = Date.now() + 25_000;
  while (registry.requestsFor("tarball").length < tarballs) {
    if (Date.now() > deadline) throw new Error(`No install is under way:\n${running.printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return running;
}

async function expectNextInstallWorks(client: TestClient, abandoned: ReadonlySet<string> = new Set()): Promise<void> {
  registry.setLatency(0);
  const again = await project.exec(client, ["install"]);
  expect(again.code, again.stderr).toBe(0);
  expect(await project.held("team")).toEqual(names.map((name) => `${name}@1.0.0`).toSorted());
  expect((await project.harm()).filter((each) => !abandoned.has(each))).toEqual([]);
}

test.each<[TestClient, string]>([
  ["npm-12", "npm"],
  ["bun", "bun"],
  ["yarn-4", "yarn"],
])(
  "Ctrl-C in the middle of an install with %s exits 130, whatever code the client has for it, and no fault of ours; the next install works",
  async (client, program) => {
    const running = await installUntil(client, [program, "install"], 4);
    running.signal("SIGINT");
    const { code, signal, stderr } = await running.ended;
    expect(signal).toBeNull();
    expect(code, stderr).toBe(130);
    expect(stderr).not.toMatch(/INTERNAL|Please report/);
    expect(await project.harm()).toEqual([]);
    await expectNextInstallWorks(client);
  },
);

test("Ctrl-C while what was installed is being retained exits 130; the next install retains the rest (K1)", async () => {
  // The second install asks for nothing: all tarballs are the client's own, and the new domain fetches them afterwards.
  project = await createFaultProject({
    registry: registry.url,
    files: { "package.json": `${JSON.stringify(manifest)}\n` },
  });
  registry.setLatency(0);
  const client = { client: "pnpm-10" } as const;
  expect((await project.exec("pnpm-10", ["install"])).code).toBe(0);
  await rm(project.store, { recursive: true });
  registry.clearRequests();
  registry.setLatency(300);
  const running = project.start(["exec", "--", "pnpm", "install", "--offline"], client);
  while (registry.requestsFor("tarball").length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  running.signal("SIGINT");
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(130);
  expect(stderr).not.toMatch(/INTERNAL|Please report/);
  expect(await project.harm()).toEqual([]);
  await expectNextInstallWorks("pnpm-10");
});

test("SIGKILL of the whole group while it stores harms nothing, and the next install works", async () => {
  const running = await installUntil("npm-12", ["npm", "install"], 6);
  running.signal("SIGKILL");
  expect((await running.ended).signal).toBe("SIGKILL");
  // Files of writers that were killed lie there until a sweep takes them; references are whole all the same.
  const abandoned = new Set(await project.harm());
  for (const path of abandoned) expect(path).toMatch(/^\/.*\/(?:tmp\/\d+-[0-9a-f]+|headwater-exec-\w+)$/);
  await expectNextInstallWorks("npm-12", abandoned);
});
