import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../../kit/hostile-registry.ts";
import type { Misbehaviour } from "../../kit/misbehaviour.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

/** Yarn's own patience, short enough to be waited for. */
const impatient = { YARN_HTTP_RETRY: "0", YARN_HTTP_TIMEOUT: "1000" };

let registry: HostileRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  registry = await startHostileRegistry([
    buildPackage({ name: "lib", version: "1.0.0" }),
    buildPackage({ name: "big", version: "1.0.0", files: { "data.bin": randomBytes(300_000) } }),
  ]);
  project = await createYarnFaultProject({
    registry: registry.url,
    dependencies: { lib: "1.0.0", big: "1.0.0" },
    // One at a time, so that what is already there when a fault comes is always the same.
    yarnrc: "networkConcurrency: 1\n",
  });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const asked = (subject: string): string =>
  `big@npm:1.0.0: EXTERNAL_REGISTRY_UNREACHABLE: public:npmjs (${origin()}) could not be asked for ${subject}`;
const origin = (): string => new URL(registry.url).origin;
const tarball = "the tarball /big/-/big-1.0.0.tgz";

test.each<["packument" | "tarball", Misbehaviour, () => string, string]>([
  [
    "packument",
    { type: "status", status: 500 },
    () =>
      `big@npm:1.0.0: EXTERNAL_REGISTRY_FAILED: public:npmjs (${origin()}) answered the packument of big with status 500.`,
    "Try again later; what the domain holds stays available.",
  ],
  [
    "tarball",
    { type: "reset", after: "half" },
    () => `${asked(tarball)}: the connection broke off (ECONNRESET).`,
    "Try again; what the domain holds stays available.",
  ],
  [
    "tarball",
    { type: "hang", after: "half" },
    () => `${asked(tarball)}: it did not answer in time (ETIMEDOUT).`,
    "Check the network and the proxy settings, or give a slow registry more time (`timeout` of its connection; in Yarn: httpTimeout); what the domain holds stays available.",
  ],
  [
    "tarball",
    { type: "lie" },
    () => "big@npm:1.0.0: INTEGRITY_MISMATCH: The bytes received for big@1.0.0 are not the ones announced",
    "Nothing was stored. Try again; if it persists, the registry or something on the way to it changes the bytes.",
  ],
])("a %s that is answered with %j fails the install with a line and a hint", async (on, how, message, hint) => {
  registry.misbehave("big", on, how);
  const { code, stdout, stderr } = await project.yarn(["install"], { env: impatient });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [expect.stringContaining(`YN0035: ${message()}`), `YN0035:   ${hint}`],
    stderr: "",
  });
  registry.behave("big");
  await project.forget();
});

test("after all of that the store is whole, and the next install succeeds and retains everything", async () => {
  expect(await project.harm()).toEqual([]);
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  expect(await project.held("team")).toEqual(["big@1.0.0", "lib@1.0.0"]);
  expect(await project.harm()).toEqual([]);
});
