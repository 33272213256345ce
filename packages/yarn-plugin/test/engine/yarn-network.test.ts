import { FORBIDDEN_BY_HOST, type FetchInit } from "@headwater/formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { yarnNetwork } from "../../src/engine/yarn-network.ts";
import { DEFAULT_REGISTRY, type YarnProjectOptions, makeYarnProject } from "../yarn-project.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0" });
const LOOPBACK = 'unsafeHttpWhitelist: ["127.0.0.1"]\nhttpRetry: 0\n';

let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [lib] });
});
afterAll(() => registry.close());

const networkOf = async (options: YarnProjectOptions) => {
  const { configuration, ownRequests } = await makeYarnProject(options);
  return yarnNetwork(configuration, ownRequests);
};
const init = (further: Partial<FetchInit> = {}): FetchInit => ({
  method: "GET",
  headers: { accept: "application/json" },
  redirect: "manual",
  signal: new AbortController().signal,
  ...further,
});

test("a request goes out through Yarn, with our headers, and its answer is whole", async () => {
  const { fetch } = await networkOf({ yarnrc: LOOPBACK });
  registry.clearRequests();
  const { status, headers, body } = await fetch(`${registry.url}lib/-/lib-1.0.0.tgz`, init());
  expect([status, headers.get("Content-Type"), headers.get("absent")]).toEqual([200, "application/octet-stream", null]);
  expect(Buffer.from(await new Response(body).arrayBuffer()).equals(lib.tarball)).toBe(true);
  expect(registry.requests[0]?.headers).toMatchObject({
    accept: "application/json",
    "user-agent": expect.stringContaining("got") as string,
  });
});

test("a status of 400 and more is an answer, no failure", async () => {
  const { fetch } = await networkOf({ yarnrc: LOOPBACK });
  const { status, body } = await fetch(`${registry.url}nowhere`, init());
  expect([status, await new Response(body).json()]).toEqual([404, { error: "Not found" }]);
});

test("a body is sent as it is", async () => {
  const { fetch } = await networkOf({ yarnrc: LOOPBACK });
  const sent = Buffer.from('{"lib":["1.0.0"]}');
  const headers = { "content-type": "application/json" };
  await fetch(`${registry.url}-/npm/v1/security/advisories/bulk`, init({ method: "POST", headers, body: sent }));
  expect(registry.requestsFor("advisories-bulk")[0]?.body.equals(sent)).toBe(true);
});

test("the hook knows our requests by their headers, and no others", async () => {
  const seen: object[] = [];
  const { configuration, ownRequests } = await makeYarnProject({
    yarnrc: LOOPBACK,
    hooks: {
      wrapNetworkRequest: async (executor, { headers }) => {
        if (headers !== undefined) seen.push(headers);
        return executor;
      },
    },
  });
  const headers = { accept: "*/*" };
  await yarnNetwork(configuration, ownRequests).fetch(`${registry.url}lib`, init({ headers }));
  expect(seen.map((each) => ownRequests.has(each))).toEqual([true]);
  expect(ownRequests.has(headers)).toBe(false);
});

test.each([
  ["enableNetwork", `${LOOPBACK}enableNetwork: false\n`],
  ["unsafeHttpWhitelist", "httpRetry: 0\n"],
])("what Yarn's setting %s forbids is told by its name", async (setting, yarnrc) => {
  const { fetch } = await networkOf({ yarnrc });
  await expect(fetch(`${registry.url}lib`, init())).rejects.toMatchObject({
    code: FORBIDDEN_BY_HOST,
    setting: `Yarn's setting ${setting}`,
  });
});

test("a connection that fails is a failure with the system's code", async () => {
  const { fetch } = await networkOf({ yarnrc: LOOPBACK });
  registry.setDown(true);
  await expect(fetch(`${registry.url}lib`, init())).rejects.toMatchObject({ code: "ECONNRESET" });
  registry.setDown(false);
});

test("whoever gives up waits no longer, and asks nobody when that was before", async () => {
  const { fetch } = await networkOf({ yarnrc: LOOPBACK });
  const reason = new Error("given up");
  registry.clearRequests();
  await expect(fetch(`${registry.url}lib`, init({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  expect(registry.requests).toEqual([]);
  registry.setLatency(5_000);
  const controller = new AbortController();
  const asked = fetch(`${registry.url}lib`, init({ signal: controller.signal }));
  controller.abort(reason);
  await expect(asked).rejects.toBe(reason);
  registry.setLatency(0);
});

test.each<[string, YarnProjectOptions, unknown]>([
  ["a project that chose none", {}, undefined],
  ["a project that names Yarn's own", { yarnrc: `npmRegistryServer: "${DEFAULT_REGISTRY}/"\n` }, undefined],
  [
    "a project with a registry of its own",
    { yarnrc: 'npmRegistryServer: "https://npm.example.com/path"\n' },
    { url: "https://npm.example.com/path/" },
  ],
  [
    "a registry with a token",
    { yarnrc: 'npmRegistryServer: "https://npm.example.com"\nnpmAuthToken: secret\n' },
    { url: "https://npm.example.com/", credentials: { type: "token", token: "secret" } },
  ],
  [
    "a registry with user and password",
    { yarnrc: 'npmRegistryServer: "https://npm.example.com"\nnpmAuthIdent: "me:pass:word"\n' },
    { url: "https://npm.example.com/", credentials: { type: "basic", username: "me", password: "pass:word" } },
  ],
  [
    "a registry with user and password in base64",
    {
      yarnrc: `npmRegistryServer: "https://npm.example.com"\nnpmAuthIdent: ${Buffer.from("me:word").toString("base64")}\n`,
    },
    { url: "https://npm.example.com/", credentials: { type: "basic", username: "me", password: "word" } },
  ],
  [
    "the endpoint of headwater exec",
    {
      yarnrc: 'npmRegistryServer: "http://127.0.0.1:1234"\n',
      env: { HEADWATER_ENDPOINT: "http://127.0.0.1:1234/" },
    },
    undefined,
  ],
])("the registry behind the domain, for %s", async (_, options, expected) => {
  expect((await networkOf(options)).registry).toEqual(expected);
});
