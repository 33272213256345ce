import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createYarnProject, manifest, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const patch = `diff --git a/index.js b/index.js
--- a/index.js
+++ b/index.js
@@ -1 +1 @@
-module.exports = 'patched@1.0.0'
+module.exports = 'patched by the project'
`;

/** Everything of the domain's that is installed on this platform. */
const installed = ["needed@1.0.0", "needed@2.0.0", "patched@1.0.0", "top@1.0.0"];
const elsewhere = "for-another-platform@1.0.0";

let registry: RecordedRegistry;
/** Holds what is no package of the domain's. */
let other: RecordedRegistry;
let project: YarnProject;
let lockfile: string;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "top", version: "1.0.0", manifest: { dependencies: { needed: "^1.0.0" } } }),
      buildPackage({ name: "needed", version: "1.0.0" }),
      buildPackage({ name: "needed", version: "2.0.0" }),
      buildPackage({ name: "patched", version: "1.0.0" }),
      buildPackage({ name: "for-another-platform", version: "1.0.0", manifest: { os: ["aix"] } }),
    ],
  });
  other = await startRecordedRegistry({
    packages: ["@direct/tool", "by-url", "moved"].map((name) => buildPackage({ name, version: "1.0.0" })),
  });
  const dependencies = {
    "@direct/tool": "^1.0.0",
    "by-url": `${other.url}by-url/-/by-url-1.0.0.tgz`,
    moved: "^1.0.0",
    patched: "patch:patched@npm%3A1.0.0#./patched.patch",
    renamed: "npm:needed@^2.0.0",
    top: "^1.0.0",
  };
  const first = await createYarnProject({
    registry: registry.url,
    configuration: 'direct: ["@direct"]\n',
    files: {
      "package.json": manifest({ dependencies, optionalDependencies: { "for-another-platform": "^1.0.0" } }),
      "patched.patch": patch,
      ".yarnrc.yml": `npmScopes:\n  direct: { npmRegistryServer: "${other.url}" }\n`,
      // A package that was resolved when the project had another registry: its entry says where it was.
      "yarn.lock": `__metadata:
  version: 10
  cacheKey: 10c0

"moved@npm:^1.0.0":
  version: 1.0.0
  resolution: "moved@npm:1.0.0::__archiveUrl=${encodeURIComponent(`${other.url}moved/-/moved-1.0.0.tgz`)}"
  languageName: node
  linkType: hard
`,
    },
  });
  project = first;
  await first.yarnSucceeds(["install"]);
  lockfile = await readFile(join(first.folder, "yarn.lock"), "utf8");
});
afterAll(async () => {
  await project.close();
  await registry.close();
  await other.close();
});
/** From here on Yarn has everything in its cache, and the domain nothing. */
beforeEach(async () => {
  await rm(join(project.folder, ".headwater"), { recursive: true, force: true });
  await project.forgetInstalled();
  registry.clearRequests();
});

const configure = (lines: string): Promise<void> => project.configure(`direct: ["@direct"]\n${lines}`);

test("from a warm cache, which asks for nothing, everything installed is retained: aliases, what a patch is for (K1)", async () => {
  await configure("");
  const printed = await project.yarnSucceeds(["install", "--immutable"]);
  expect(await project.held("team")).toEqual(installed);
  expect(await project.held("npm-store")).toEqual(installed);
  expect(await project.held("shared")).toEqual([]);
  expect(printed).toContain("retained 4 versions in team that the client had not asked for.");
  const script = 'process.stdout.write(["patched", "renamed", "by-url"].map((name) => require(name)).join())';
  expect(await project.yarnSucceeds(["node", "-e", script])).toBe("patched by the project,needed@2.0.0,by-url@1.0.0");
});

test("what came from elsewhere is left out, and said: direct scopes silently, other registries by name", async () => {
  await configure("");
  const printed = await project.yarnSucceeds(["install", "--immutable"]);
  expect(printed).toContain("1 version came from other registries and was left out: moved@1.0.0");
  expect(printed).not.toContain("@direct/tool");
});

test("with retain: lockfile every entry is retained, those for other platforms too", async () => {
  await configure("retain: lockfile\n");
  await project.yarnSucceeds(["install", "--immutable"]);
  expect(await project.held("team")).toEqual([elsewhere, ...installed]);
  expect(lockfile).toContain("conditions: os=aix");
});

test("with retain: requested nothing is retained from a warm cache, and from an empty one what was asked for (K1, K3)", async () => {
  await configure("retain: requested\n");
  await project.yarnSucceeds(["install", "--immutable"]);
  expect(await project.held("team")).toEqual([]);
  expect(registry.requests).toEqual([]);

  await project.forgetCaches();
  await project.yarnSucceeds(["install", "--immutable"]);
  expect(await project.held("team")).toEqual(installed);
  expect(await project.held("npm-store")).toEqual(installed);
});

test("--mode=update-lockfile installs nothing, so nothing is retained; with retain: lockfile every entry", async () => {
  await configure("");
  await project.yarnSucceeds(["install", "--mode=update-lockfile"]);
  expect(await project.held("team")).toEqual([]);
  await configure("retain: lockfile\n");
  await project.yarnSucceeds(["install", "--mode=update-lockfile"]);
  expect(await project.held("team")).toEqual([elsewhere, ...installed]);
  expect(await readFile(join(project.folder, "yarn.lock"), "utf8")).toBe(lockfile);
});

test("a second project with the same caches retains in its own domain", async () => {
  const second = await createYarnProject({
    beside: project,
    registry: registry.url,
    files: { "package.json": manifest({ dependencies: { top: "^1.0.0" } }) },
  });
  try {
    await second.yarnSucceeds(["install"]);
    expect(await second.held("team")).toEqual(["needed@1.0.0", "top@1.0.0"]);
    expect(registry.requestsFor("tarball")).toHaveLength(2);
  } finally {
    await second.close();
  }
});
