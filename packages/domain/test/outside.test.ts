import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
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
