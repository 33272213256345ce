import { once } from "node:events";
import { type Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { type Socket, connect } from "node:net";
import { afterEach } from "vitest";
import type { Handler } from "../src/create-handler.ts";
import { type NodeServer, startNodeServer } from "../src/node-server.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

/** Closes something after the test. */
export function closeAfterTest<T extends { close(): unknown }>(resource: T): T {
  open.push(resource);
  return resource;
}

/** A server on a free loopback port, gone after the test. */
export async function listen(
  handler: Handler,
  onBrokenBody?: (error: unknown) => void,
): Promise<NodeServer & { readonly url: string }> {
  const server = await startNodeServer({
    host: "127.0.0.1",
    port: 0,
    createHandler: () => handler,
    ...(onBrokenBody === undefined ? {} : { onBrokenBody }),
  });
  closeAfterTest(server);
  return { ...server, url: `http://127.0.0.1:${server.port}/` };
}

/** The head of an answer to a plain GET; its body waits to be read. */
export function get(port: number, agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, ...(agent === undefined ? {} : { agent }) }, resolve)
      .on("error", reject)
      .end();
  });
}

/** A bare connection. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  closeAfterTest({ close: () => socket.destroy() });
  await once(socket, "connect");
  return socket;
}

/** A body of chunks that counts how many were asked for. */
export function chunked(
  chunks: number,
  size: number,
): {
  readonly body: ReadableStream<Uint8Array>;
  readonly pulled: () => number;
  /** Why the body was let go; waits until it is. */
  readonly cancelled: Promise<unknown>;
} {
  let pulled = 0;
  const { promise: cancelled, resolve } = Promise.withResolvers<unknown>();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (pulled === chunks) return controller.close();
        pulled += 1;
        controller.enqueue(new Uint8Array(size).fill(97));
      },
      cancel: (reason) => resolve(reason),
    },
    { highWaterMark: 0 },
  );
  return { body, pulled: () => pulled, cancelled };
}

/** A body that fails after so many bytes. */
export function failing(after: number): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent || after === 0) return controller.error(new Error("the digest is wrong"));
      sent = true;
      controller.enqueue(new Uint8Array(after));
    },
  });
}
