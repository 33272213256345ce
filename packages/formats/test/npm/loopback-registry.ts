import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExternalConnection } from "@headwater/resolver";
import { onTestFinished } from "vitest";

export interface LoopbackRegistry {
  readonly connection: ExternalConnection;
  /** With a trailing slash. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly IncomingMessage[];
  /** Stops listening and ends every connection, as if the registry had vanished. */
  vanish(): Promise<void>;
}

/** A public registry on loopback whose answers a test decides. It is gone when the test is. */
export async function startRegistry(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => unknown,
  options: { readonly port?: number; readonly path?: string } = {},
): Promise<LoopbackRegistry> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response, requests.length);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const vanish = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(vanish);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${options.path ?? ""}`;
  return { connection: { name: "public:npmjs", url }, url, requests, vanish };
}

/** A port of loopback at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** The request's body, whole. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
