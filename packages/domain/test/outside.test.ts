import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startHostileRegistry } from "../../../test/kit/hostile-registry.ts";
import type { Misbehaviour } from "../../../test/kit/misbehaviour.ts";
import { buildPackage } from "../../../test/kit/tarball-builder.ts";
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
