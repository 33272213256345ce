import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { defaultRegistry } from "../kit/default-registry.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createYarnProject, manifest, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const built = (...names: readonly string[]) => names.map((name) => buildPackage({ name, version: "1.0.0" }));

/** Behind the domain. */
let registry: RecordedRegistry;
/** Where the settings of the project send a scope. */
let scoped: RecordedRegistry;
/** Of no meaning to Yarn or the domain. */
let elsewhere: RecordedRegistry;
let project: YarnProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: built("@acme/lib", "@bare/lib", "plain") });
  scoped = await startRecordedRegistry({ packages: built("@acme/lib", "@acme/private", "unscoped") });
  elsewhere = await startRecordedRegistry({ packages: built("far") });
});
afterEach(async () => {
  await project.close();
  for (const each of [registry, scoped, elsewhere]) each.clearRequests();
});
afterAll(async () => {
  for (const each of [registry, scoped, elsewhere]) await each.close();
});

interface Given {
  readonly dependencies: Readonly<Record<string, string>>;
  /** Lines of headwater.yml. */
  readonly configuration?: string;
  /** Further lines of .yarnrc.yml. */
  readonly settings?: string;
}

async function createProject({ dependencies, configuration = "", settings = "" }: Given): Promise<void> {
  const scopes = `npmScopes:
  acme: { npmRegistryServer: "${scoped.url}", npmAuthToken: of-acme, npmAlwaysAuth: true }
  bare: { npmAlwaysAuth: false }
`;
  const files = { "package.json": manifest({ dependencies }), ".yarnrc.yml": `${scopes}${settings}` };
  project = await createYarnProject({ registry: registry.url, configuration, files });
}

const lockfile = () => readFile(join(project.folder, "yarn.lock"), "utf8");
const tarballs = ({ requestsFor }: RecordedRegistry) => requestsFor("tarball").map(({ path }) => path);

test("scopes with a registry of their own, and those that have Yarn's default for lack of one, are the domain's", async () => {
  await createProject({
    dependencies: { "@acme/lib": "^1.0.0", "@bare/lib": "^1.0.0", plain: "^1.0.0" },
    settings: 'npmRegistryServer: "https://npm.example.com/path"\n',
  });
  await project.yarnSucceeds(["install"]);
  expect(await project.held("team")).toEqual(["@acme/lib@1.0.0", "@bare/lib@1.0.0", "plain@1.0.0"]);
  expect(scoped.requests).toEqual([]);
  expect(await lockfile()).not.toContain("__archiveUrl");
});

test("the 404 of such a scope's package says how to fetch it from its own registry; that of another package does not", async () => {
  await createProject({ dependencies: {} });
  const missing = await project.yarn(["add", "@acme/private"]);
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain("PACKAGE_NOT_FOUND: @acme/private was not found");
  expect(missing.stdout).toContain(
    "Packages of @acme are asked of the repository team; to fetch them from their own registry, list the scope under direct in headwater.yml.",
  );
  const typo = await project.yarn(["add", "plian"]);
  expect(typo.stdout).toContain("PACKAGE_NOT_FOUND: plian was not found");
  expect(typo.stdout).not.toContain("direct");
  expect(scoped.requests).toEqual([]);
});

test("a direct scope is fetched from its own registry with that one's token, and nothing of it is retained", async () => {
  await createProject({
    dependencies: { "@acme/private": "^1.0.0", plain: "^1.0.0" },
    configuration: 'direct: ["@acme"]\n',
  });
  await project.yarnSucceeds(["install"]);
  expect(scoped.requests.map(({ path, headers }) => [path.kind, headers.authorization])).toEqual([
    ["packument", "Bearer of-acme"],
    ["tarball", "Bearer of-acme"],
  ]);
  expect(registry.requests.filter(({ url }) => url.includes("acme"))).toEqual([]);
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
});

test("the registry of a direct scope is left alone as a whole, other hosts too: packages by URL come from there", async () => {
  const unscoped = `${scoped.url}unscoped/-/unscoped-1.0.0.tgz`;
  const far = `${elsewhere.url}far/-/far-1.0.0.tgz`;
  await createProject({
    dependencies: { far, plain: "^1.0.0", unscoped },
    configuration: 'direct: ["@acme"]\n',
  });
  await project.yarnSucceeds(["install"]);
  expect(tarballs(scoped)).toEqual([{ kind: "tarball", name: "unscoped", file: "unscoped-1.0.0.tgz" }]);
  expect(tarballs(elsewhere)).toEqual([{ kind: "tarball", name: "far", file: "far-1.0.0.tgz" }]);
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  expect(await lockfile()).toContain(`resolution: "far@${far}"`);
});

test("an entry of the lockfile with a URL at the public registry is the domain's, whatever registry the project has now", async () => {
  await createProject({
    dependencies: { plain: "^1.0.0" },
    settings: 'npmRegistryServer: "https://npm.example.com/path"\n',
  });
  const url = encodeURIComponent(`${defaultRegistry()}plain/-/plain-1.0.0.tgz`);
  const text = `__metadata:
  version: 10
  cacheKey: 10c0

"plain@npm:^1.0.0":
  version: 1.0.0
  resolution: "plain@npm:1.0.0::__archiveUrl=${url}"
  languageName: node
  linkType: hard
`;
  await project.write({ "yarn.lock": text });
  await project.yarnSucceeds(["install"]);
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  expect(await lockfile()).toContain(url);
});

test("an entry of the lockfile with a URL that only its registry understands is fetched from there, and not retained", async () => {
  const { tarball } = buildPackage({ name: "plain", version: "1.0.0" });
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/download/plain/1.0.0/0abc" ? 200 : 404).end(tarball);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => server.close().closeAllConnections());
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createProject({ dependencies: { plain: "^1.0.0" }, settings: `npmRegistryServer: "${own}"\n` });
  const url = `${own}/download/plain/1.0.0/0abc`;
  const text = `__metadata:
  version: 10
  cacheKey: 10c0

"plain@npm:^1.0.0":
  version: 1.0.0
  resolution: "plain@npm:1.0.0::__archiveUrl=${encodeURIComponent(url)}"
  languageName: node
  linkType: hard
`;
  await project.write({ "yarn.lock": text });
  const stdout = await project.yarnSucceeds(["install"]);
  expect(stdout).toContain("1 version came from other registries and was left out: plain@1.0.0");
  expect(await project.held("team")).toEqual([]);
});

test("a registry setting that is the endpoint of a repository names that repository, with no server running", async () => {
  await createProject({
    dependencies: { plain: "^1.0.0" },
    settings: 'npmRegistryServer: "http://127.0.0.1:4873/npm/shared/"\n',
  });
  await project.yarnSucceeds(["install"]);
  expect(await project.held("shared")).toEqual(["plain@1.0.0"]);
  expect(await project.held("team")).toEqual([]);
  expect(await project.yarnSucceeds(["headwater", "explain", "plain"])).toContain("plain in shared");
  // A variable wins over that, also one that Yarn reads from its own file.
  await project.write({ ".env.yarn": "HEADWATER_REPOSITORY=team\n" });
  expect(await project.yarnSucceeds(["headwater", "explain", "plain"])).toContain("plain in team");
});
