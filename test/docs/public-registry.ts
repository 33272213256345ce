import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultRegistry } from "../kit/default-registry.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";

export interface PublicRegistry {
  /** Makes the recorded registry stand at the public registry's own URL, for whoever has these variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets the public registry have one more package. */
  readonly addPackage: RecordedRegistry["addPackage"];
  close(): Promise<void>;
}

/**
 * The recorded registry behind a proxy that leads to it for the public npm registry's host, and nowhere else: commands run as
 * they stand in the documentation, without a word of configuration, and never reach the network.
 */
export async function startPublicRegistry(): Promise<PublicRegistry> {
  const { host } = new URL(defaultRegistry());
  const recorded = await startRecordedRegistry({ tarballBase: defaultRegistry() });
  const { certificate, key } = selfSignedCertificate(host);
  const folder = await mkdtemp(join(tmpdir(), "headwater-docs-ca-"));
  const authority = join(folder, "authority.pem");
  await writeFile(authority, certificate);

  const registry = createTlsServer(
    { cert: certificate, key: key.export({ type: "pkcs8", format: "pem" }) },
    (asked, answer) => {
      const { method, url = "/", headers } = asked;
      const passed = forward(new URL(url, recorded.url), { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    },
  );
  const sockets = new Set<Socket>();
  const proxy = createServer((_asked, answer) => answer.writeHead(403).end());
  proxy.on("connect", (asked, socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    if (asked.url !== `${host}:443`) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    registry.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;

  const url = `http://127.0.0.1:${port}`;
  return {
    // Yarn reads a variable of its own.
    env: { HTTPS_PROXY: url, YARN_HTTPS_PROXY: url, NO_PROXY: "127.0.0.1", NODE_EXTRA_CA_CERTS: authority },
    addPackage: recorded.addPackage,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
      await recorded.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
