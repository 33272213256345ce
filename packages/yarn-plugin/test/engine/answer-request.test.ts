import type { httpUtils } from "@yarnpkg/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type ClaimedRequest, answerRequest } from "../../src/engine/answer-request.ts";
import { DEFAULT_REGISTRY, type YarnProject, makeYarnProject } from "../yarn-project.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0", manifest: { scripts: { test: "true" } } });

let registry: RecordedRegistry;
let project: YarnProject;
let asked: string[];
let failures: number;
const course = {
  asked: (name: string): void => void asked.push(name),
  failed(): void {
    failures += 1;
  },
};

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [lib, buildPackage({ name: "@acme/ui", version: "1.0.0" })] });
});
afterAll(() => registry.close());
beforeEach(async () => {
  asked = [];
  failures = 0;
  project = await makeYarnProject({
    yarnrc: 'unsafeHttpWhitelist: ["127.0.0.1"]\nhttpRetry: 0\n',
    headwater: `domain: acme
externalConnections: { "public:npmjs": { url: "${registry.url}" } }
repositories:
  team: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
direct: ["@own"]
`,
  });
});

const answer = (path: string, further: Partial<ClaimedRequest> = {}): Promise<httpUtils.Response | undefined> => {
  const url = path.startsWith("http") ? path : `${DEFAULT_REGISTRY}${path}`;
  const { configuration } = project;
  return answerRequest(project.domains, course, {
    target: url,
    url,
    registries: [DEFAULT_REGISTRY],
    configuration,
    body: null,
    ...further,
  });
};
/** As Yarn's resolver asks, also where it has nothing to compare with. */
const conditions = {
  headers: { "If-None-Match": undefined, "If-Modified-Since": undefined },
} as unknown as Partial<ClaimedRequest>;
/** As a caller that parses by itself reads a body. */
const textOf = (body: { toString(): string }): string => body.toString();
const POST = "POST" as httpUtils.Method;

test("Yarn's resolver is given metadata as an object, with tarballs where the asked registry would have them", async () => {
  const body = (await answer("/lib", conditions))?.body as Record<string, unknown>;
  expect(Object.keys(body).toSorted()).toEqual(["dist-tags", "time", "versions"]);
  expect(body).toMatchObject({
    "dist-tags": { latest: "1.0.0" },
    versions: { "1.0.0": { name: "lib", dist: { tarball: `${DEFAULT_REGISTRY}/lib/-/lib-1.0.0.tgz` } } },
    time: { "1.0.0": expect.any(String) as string },
  });
  expect(JSON.parse(textOf(body))).toEqual(body);
  expect(asked).toEqual(["lib"]);
});

test("a scoped package is noted by the name that it has", async () => {
  await answer("/@acme%2fui", conditions);
  expect(asked).toEqual(["@acme/ui"]);
});

test("whoever parses by himself is given bytes, of the whole packument, and of a tarball those that were published", async () => {
  const packument = await answer("/lib");
  expect(Buffer.isBuffer(packument?.body)).toBe(true);
  expect(JSON.parse(String(packument?.body))).toMatchObject({ versions: { "1.0.0": { scripts: { test: "true" } } } });
  const tarball = await answer("/lib/-/lib-1.0.0.tgz");
  expect(lib.tarball.equals(tarball?.body as Buffer)).toBe(true);
  expect([tarball?.statusCode, tarball?.headers["content-type"]]).toEqual([200, "application/octet-stream"]);
  expect(asked).toEqual([]);
});

test("a condition that Yarn states gets no answer without a body", async () => {
  const first = await answer("/lib");
  const headers = { "if-none-match": String(first?.headers["etag"]) };
  expect((await answer("/lib", { headers }))?.statusCode).toBe(200);
});

test("what Yarn sends as an object goes out as JSON, and comes back parsed where it says so", async () => {
  const path = "/-/npm/v1/security/advisories/bulk";
  const sent = {
    method: POST,
    body: { lib: ["1.0.0"] },
    jsonRequest: true,
    jsonResponse: true,
  } as Partial<ClaimedRequest>;
  expect((await answer(path, sent))?.body).toEqual({});
  expect(JSON.parse(String(registry.requestsFor("advisories-bulk").at(-1)?.body))).toEqual({ lib: ["1.0.0"] });
});

test("a tarball that a lockfile has from the connection's own URL is answered, one of a registry that nobody knows is not", async () => {
  expect((await answer(`${registry.url}lib/-/lib-1.0.0.tgz`))?.statusCode).toBe(200);
  expect(await answer("https://unknown.example.com/lib/-/lib-1.0.0.tgz")).toBeUndefined();
});

test("a scope that is fetched directly is left to Yarn", async () => {
  expect(await answer("/@own%2flib", conditions)).toBeUndefined();
  expect(await answer("/@own%2flib/-/lib-1.0.0.tgz")).toBeUndefined();
});

test("what cannot be given out is a failure that says why, noted as told", async () => {
  await expect(answer("/nowhere", conditions)).rejects.toMatchObject({
    message: 'PACKAGE_NOT_FOUND: nowhere was not found in the repository "team" (searched: team, npm-store).',
    originalError: { response: { statusCode: 404 } },
  });
  expect(failures).toBe(1);
  expect(asked).toEqual([]);
});

test("a domain that cannot be opened is such a failure too; one that is switched off leaves everything to Yarn", async () => {
  project = await makeYarnProject({ headwater: "colour: blue\n" });
  await expect(answer("/lib", conditions)).rejects.toMatchObject({
    message: expect.stringMatching(/^CONFIGURATION_INVALID: headwater\.yml:1:1: unknown key "colour"/) as string,
  });
  expect(failures).toBe(1);
  project = await makeYarnProject({ env: { HEADWATER_ENABLED: "off" } });
  expect(await answer("/lib", conditions)).toBeUndefined();
});
