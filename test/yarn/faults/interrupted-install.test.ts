import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningCommand } from "../../faults/fault-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

const names = Array.from({ length: 8 }, (_, index) => `package-${index}`);
const held = names.map((name) => `${name}@1.0.0`);

let registry: RecordedRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  const files = { "data.bin": randomBytes(300_000) };
  registry = await startRecordedRegistry({
    packages: names.map((name) => buildPackage({ name, version: "1.0.0", files })),
  });
  project = await createYarnFaultProject({
    registry: registry.url,
    dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
    yarnrc: "networkConcurrency: 2\n",
  });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** Starts an install in an empty domain and waits until the registry has been asked for so many tarballs. */
async function installUntil(tarballs: number): Promise<RunningCommand> {
  await project.forget();
  await rm(project.store, { recursive: true, force: true });
  registry.clearRequests();
  registry.setLatency(100);
  const running = project.startYarn(["install"]);
  const deadline = Date.now() + 25_000;
  while (registry.requestsFor("tarball").length < tarballs) {
    if (Date.now() > deadline) throw new Error(`No install is under way:\n${running.printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return running;
}

async function expectNextInstallWorks(): Promise<void> {
  registry.setLatency(0);
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  expect(await project.held("team")).toEqual(held);
}

describe.each(["SIGINT", "SIGKILL"] as const)("%s in the middle of an install", (signal) => {
  test("ends it without a word of ours; the store is whole, and the next install works", async () => {
    const running = await installUntil(5);
    running.signal(signal);
    const ended = await running.ended;
    expect(ended.signal, ended.stdout).toBe(signal);
    expect([reportOf(ended.stdout), ended.stderr]).toEqual([[], ""]);
    // Files of writers that were killed lie there until a sweep takes them; references are whole all the same.
    const left = await project.harm();
    for (const path of left) expect(path).toMatch(/^\/.*\/tmp\/\d+-[0-9a-f]+$/);
    await expectNextInstallWorks();
    expect((await project.harm()).filter((path) => !left.includes(path))).toEqual([]);
  });
});

test("a store taken away in the middle of an install fails it, each package with its line, the hint once", async () => {
  const running = await installUntil(3);
  await rename(project.store, join(project.root, "gone"));
  const { code, stdout, stderr } = await running.ended;
  const [first, hint, ...more] = reportOf(stdout);
  const line =
    /^YN0035: package-\d@npm:1\.0\.0: STORE_UNAVAILABLE: Headwater could not write the asset folder .*: ENOENT\.$/;
  expect([code, stderr]).toEqual([1, ""]);
  expect([first, hint]).toEqual([
    expect.stringMatching(line),
    "YN0035:   Check that the path exists, is a local disk and is readable and writable by this user.",
  ]);
  expect(more).toEqual(more.map(() => expect.stringMatching(line) as string));
  await expectNextInstallWorks();
  expect(await project.harm()).toEqual([]);
  await rm(join(project.root, "gone"), { recursive: true });
});

test("a store removed between two installs is made anew, and what is installed is retained in it (K1)", async () => {
  await rm(project.store, { recursive: true });
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 0,
    report: ["YN0000: retained 8 versions in team that the client had not asked for."],
    stderr: "",
  });
  expect(await project.held("team")).toEqual(held);
});
