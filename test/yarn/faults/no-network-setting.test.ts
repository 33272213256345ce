import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { type YarnFaultProject, createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

const env = { YARN_ENABLE_NETWORK: "0" };

let registry: RecordedRegistry;
let project: YarnFaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      ...["1.0.0", "2.0.0"].map((version) => buildPackage({ name: "lib", version })),
      buildPackage({ name: "other", version: "1.0.0" }),
    ],
  });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" } });
  const installed = await project.yarn(["install"]);
  if (installed.code !== 0) throw new Error(installed.stdout);
  registry.clearRequests();
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const notAsked = (name: string): string =>
  `public:npmjs (${new URL(registry.url).origin}) could not be asked for the packument of ${name}: Yarn's setting enableNetwork does not allow it.`;

test("with YARN_ENABLE_NETWORK=0 what the domain holds is installed, and it is said that nobody else was asked", async () => {
  await project.forget();
  const { code, stdout, stderr } = await project.yarn(["install"], { env });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 0,
    report: [
      `YN0000: team: public:npmjs could not be asked; lib lists only versions that the domain holds. ${notAsked("lib")}`,
    ],
    stderr: "",
  });
});

test("what it does not hold ends with an error that names the setting", async () => {
  await project.writeManifest({ lib: "1.0.0", other: "1.0.0" });
  const { code, stdout, stderr } = await project.yarn(["install"], { env });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [
      `YN0035: other@npm:1.0.0: EXTERNAL_REGISTRY_UNREACHABLE: ${notAsked("other")}`,
      "YN0035:   What the domain holds stays available; change that setting to fetch more.",
    ],
    stderr: "",
  });
});

test("a range of which it holds no version ends with Yarn's line, and with the reason that Yarn does not know", async () => {
  await project.writeManifest({ lib: "^2.0.0" });
  const { code, stdout, stderr } = await project.yarn(["install"], { env });
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [
      "YN0082: lib@npm:^2.0.0: No candidates found",
      `YN0000: team: public:npmjs could not be asked; lib lists only versions that the domain holds. ${notAsked("lib")}`,
    ],
    stderr: "",
  });
});

test("a registry that Yarn's setting unsafeHttpWhitelist keeps from being asked is told by that name", async () => {
  await project.writeManifest({ lib: "1.0.0", other: "1.0.0" });
  const { code, stdout } = await project.yarn(["install"], { env: { YARN_UNSAFE_HTTP_WHITELIST: "npm.example.com" } });
  expect([code, reportOf(stdout)]).toEqual([
    1,
    [
      expect.stringMatching(/ of other: Yarn's setting unsafeHttpWhitelist does not allow it\.$/),
      "YN0035:   What the domain holds stays available; change that setting to fetch more.",
    ],
  ]);
});

test("in all of that the registry was asked for nothing", () => {
  expect(registry.requests).toEqual([]);
});
