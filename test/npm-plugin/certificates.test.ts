import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createFaultProject } from "../faults/fault-project.ts";
import { defaultRegistry } from "../kit/default-registry.ts";
import { CERTIFICATE, PRIVATE_KEY } from "../kit/loopback-certificate.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000 });

test("npm's settings for certificates are those of the domain's way out", async () => {
  const registry = await startRecordedRegistry({
    packages: [buildPackage({ name: "lib", version: "1.0.0" })],
    tarballBase: defaultRegistry(),
  });
  const server = createTlsServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, (request, response) => {
    void fetch(new URL(request.url ?? "", registry.url)).then(async (answer) => {
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const secured = await createFaultProject({ registry: `https://localhost:${port}/` });
  const authority = join(secured.root, "authority.pem");
  await writeFile(authority, CERTIFICATE);
  const install = (...flags: readonly string[]) => secured.headwater(["install", "lib", "--no-audit", ...flags]);
  const refused = await install();
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("certificate");
  for (const flag of ["--strict-ssl=false", `--cafile=${authority}`]) {
    await secured.forget();
    const { code, stderr } = await install(flag);
    expect(code, stderr).toBe(0);
    expect(await secured.held("team")).toEqual(["lib@1.0.0"]);
    await rm(secured.store, { recursive: true });
  }
  await secured.close();
  server.closeAllConnections();
  server.close();
  await registry.close();
});
