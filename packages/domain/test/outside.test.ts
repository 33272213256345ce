import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FetchInit } from "@headwater/formats";
import { describe, expect, onTestFinished, test } from "vitest";
import { startHostileRegistry } from "../../../test/kit/hostile-registry.ts";
import type { Misbehaviour } from "../../../test/kit/misbehaviour.ts";
import { buildPackage } from "../../../test/kit/tarball-builder.ts";
import type { HostNetwork } from "../src/outside.ts";
import { makeProject } from "./project.ts";

test("a proxy variable without a scheme leads to that proxy, one that names none is told by its name", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<string>();
  const proxy = createServer((request, response) => {
    resolve(request.url ?? "");
    response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void proxy.close());
  await once(proxy, "listening");
  const url = "externalConnections: { 'public:npmjs': { url: 'http://registry.invalid/' } }\n";
  const { open, env } = await makeProject({ "headwater.yml": url });
  const { port } = proxy.address() as AddressInfo;
  const domain = await open({ env: { ...env, HTTP_PROXY: `127.0.0.1:${port}` } });
  await expect(domain.resolver.viewPackage("main", { format: "npm", name: "ms" })).rejects.toMatchObject({
    code: "PACKAGE_NOT_FOUND",
  });
  expect(await asked).toBe("http://registry.invalid/ms");
  await domain.close();
  await expect(open({ env: { ...env, HTTPS_PROXY: "http://" } })).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining("HTTPS_PROXY") as string,
  });
});

test.each<["packument" | "tarball", Misbehaviour]>([
  ["packument", { type: "hang", after: "request" }],
  ["packument", { type: "hang", after: "half" }],
  ["tarball", { type: "hang", after: "half" }],
])("a %s that hangs is given up after the connection's timeout: %j", async (on, how) => {
  const registry = await startHostileRegistry([buildPackage({ name: "lib", version: "1.0.0" })]);
  onTestFinished(() => registry.close());
  registry.misbehave("lib", on, how);
  const { open } = await makeProject({
    "headwater.yml": `externalConnections: { "public:npmjs": { url: "${registry.url}", timeout: 1 } }\n`,
  });
  const { resolver } = await open();
  const started = performance.now();
  const asked = resolver.fetchAsset("main", { format: "npm", name: "lib", version: "1.0.0" }, "package.tgz");
  await expect(asked).rejects.toMatchObject({
    code: "EXTERNAL_REGISTRY_UNREACHABLE",
    message: expect.stringMatching(new RegExp(`for the ${on} .*it did not answer in time`)) as string,
    hint: expect.stringContaining("timeout") as string,
  });
  // The patience without the setting is 30 seconds.
  expect(performance.now() - started).toBeGreaterThan(900);
  expect(performance.now() - started).toBeLessThan(15_000);
});

describe("a host with network settings of its own", () => {
  const ms = { format: "npm", name: "ms" } as const;
  const CONFIGURED = "externalConnections: { 'public:npmjs': { url: 'https://configured.example.com/' } }\n";
  const hostRegistry = {
    url: "https://host.example.com/npm/",
    credentials: { type: "token", token: "of-the-host" },
  } as const;

  /** A way out on which nobody answers but this host; what it was asked is in `asked`. */
  function createHost(registry?: HostNetwork["registry"]) {
    const asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
    const fetch = async (url: string, { headers }: FetchInit): Promise<Response> => {
      asked.push({ url, authorization: headers["authorization"] });
      return Response.json({ name: "ms", "dist-tags": {}, versions: {} });
    };
    const timeouts = { connect: 1000, headers: 1000, body: 1000 };
    return { asked, network: { fetch, timeouts, ...(registry === undefined ? {} : { registry }) } };
  }

  test.each([
    ["npm's own where neither names one", "domain: acme\n", undefined, /^https:\/\/[^/]+\/ms$/, undefined],
    [
      "the host's where the configuration names none",
      "domain: acme\n",
      hostRegistry,
      /^https:\/\/host\.example\.com\/npm\/ms$/,
      "Bearer of-the-host",
    ],
    [
      "the configuration's before the host's, without the host's credentials",
      CONFIGURED,
      hostRegistry,
      /^https:\/\/configured\.example\.com\/ms$/,
      undefined,
    ],
    [
      "not the host's where that is an endpoint of headwater serve",
      "server: { url: 'https://host.example.com/' }\n",
      { url: "https://host.example.com/npm/team/" },
      /^https:\/\/(?!host)[^/]+\/ms$/,
      undefined,
    ],
    [
      "the host's also where headwater serve would have its address, which is no endpoint",
      "server: { url: 'https://host.example.com/' }\n",
      { url: "https://host.example.com/" },
      /^https:\/\/host\.example\.com\/ms$/,
      undefined,
    ],
  ])("is the way out to a registry: %s", async (_, file, registry, url, authorization) => {
    const { asked, network } = createHost(registry);
    const { open } = await makeProject({ "headwater.yml": file });
    const domain = await open({ network });
    await domain.resolver.viewPackage(await domain.requireRepository(), ms);
    expect(asked).toEqual([{ url: expect.stringMatching(url) as string, authorization }]);
  });

  test("never gives the configuration's token, which is another registry's, to the host's", async () => {
    const { asked, network } = createHost({ url: "https://host.example.com/npm/" });
    const file = "externalConnections: { 'public:npmjs': { token: 'env:TOKEN' } }\n";
    const { open, env } = await makeProject({ "headwater.yml": file });
    const domain = await open({ network, env: { ...env, TOKEN: "configured" } });
    await domain.resolver.viewPackage(await domain.requireRepository(), ms);
    expect(asked).toEqual([{ url: "https://host.example.com/npm/ms", authorization: undefined }]);
  });

  test("gives the configuration's token to npm's own registry, also where the host names that by itself", async () => {
    const { defaultNpmRegistry } = await import("@headwater/formats");
    const { asked, network } = createHost({ url: await defaultNpmRegistry() });
    const { open, env } = await makeProject({
      "headwater.yml": "externalConnections: { 'public:npmjs': { token: 'env:TOKEN' } }\n",
    });
    const domain = await open({ network, env: { ...env, TOKEN: "configured" } });
    await domain.resolver.viewPackage(await domain.requireRepository(), ms);
    expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer configured"]);
  });

  test("lets the configuration's token through to its own registry, and does without proxies and certificates, which are its own", async () => {
    const { asked, network } = createHost(hostRegistry);
    const file =
      "externalConnections: { 'public:npmjs': { url: 'https://configured.example.com/', token: 'env:TOKEN', ca: absent.pem } }\n";
    const { open, env } = await makeProject({ "headwater.yml": file });
    const domain = await open({ network, env: { ...env, TOKEN: "configured", HTTPS_PROXY: "http://" } });
    await domain.resolver.viewPackage(await domain.requireRepository(), ms);
    expect(asked).toEqual([{ url: "https://configured.example.com/ms", authorization: "Bearer configured" }]);
  });
});
