import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../kit/hostile-registry.ts";
import type { Misbehaviour } from "../kit/misbehaviour.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

/** Real patience is 30 seconds; here it is 600 milliseconds. */
const nodeArgs = ["--import", fileURLToPath(new URL("hasty-clock.ts", import.meta.url))];

let registry: HostileRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startHostileRegistry([
    buildPackage({ name: "lib", version: "1.0.0" }),
    buildPackage({ name: "big", version: "1.0.0", files: { "data.bin": randomBytes(1_000_000) } }),
  ]);
  project = await createFaultProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const install = (name: string) =>
  project.start(["exec", "--", "npm", "install", name, "--no-audit"], { nodeArgs }).ended;

test.each<[string, "lib" | "big", "packument" | "tarball", Misbehaviour]>([
  ["never answers", "lib", "packument", { type: "hang", after: "request" }],
  ["stops after the headers", "lib", "packument", { type: "hang", after: "headers" }],
  ["stops in the middle of a small tarball", "lib", "tarball", { type: "hang", after: "half" }],
  ["stops in the middle of a large tarball", "big", "tarball", { type: "hang", after: "half" }],
])("a registry that %s is given up with the reason, once, and leaves nothing behind", async (_, name, on, how) => {
  registry.misbehave(name, on, how);
  const before = registry.requests.filter(({ path }) => path.kind === on).length;
  const failed = await install(name);
  expect(failed.code).not.toBe(0);
  expect(failed.stderr).toMatch(new RegExp(`could not be asked for the ${on} .*: it did not answer in time`));
  expect(failed.stderr).toContain(
    "Check the network and the proxy settings, or give a slow registry more time (`timeout` of its connection; in Yarn: httpTimeout); what the domain holds stays available.",
  );
  // Patience is spent once: a second try would double the wait.
  expect(registry.requests.filter(({ path }) => path.kind === on).length - before).toBe(1);
  expect(await project.held("team")).toEqual([]);
  expect(await project.harm()).toEqual([]);
  registry.behave(name);
  await project.forget();
});

test("what is held is installed although the registry hangs, with a notice (F1, F3)", async () => {
  const first = await project.exec("npm-12", ["install", "lib"]);
  expect(first.code, first.stderr).toBe(0);
  await project.forget();
  registry.misbehave("lib", "packument", { type: "hang", after: "request" });
  const again = await install("lib");
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain("headwater: team: public:npmjs could not be asked; lib lists only versions");
  expect(await project.harm()).toEqual([]);
});
