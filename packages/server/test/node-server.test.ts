import { once } from "node:events";
import { Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import type { Handler } from "../src/create-handler.ts";
import { type NodeServer, startNodeServer } from "../src/node-server.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

async function start(handler: Handler, onBrokenBody?: (error: unknown) => void): Promise<NodeServer & { readonly url: string }> {
  const server = await startNodeServer({
    host: "127.0.0.1",
    port: 0,
    createHandler: () => handler,
    ...(onBrokenBody === undefined ? {} : { onBrokenBody }),
  });
  open.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}/` };
}

const bytes = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size).fill(97);

/** A body of chunks that counts how many were asked for. */
function chunked(chunks: number, size: number): { readonly body: ReadableStream<Uint8Array>; readonly pulled: () => number; readonly cancelled: Promise<unknown> } {
  let pulled = 0;
  const { promise: cancelled, resolve } = Promise.withResolvers<unknown>();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (pulled === chunks) return controller.close();
        pulled += 1;
        controller.enqueue(bytes(size));
      },
      cancel: (reason) => resolve(reason),
    },
    { highWaterMark: 0 },
  );
  return { body, pulled: () => pulled, cancelled };
}

const failing = (first: number): ReadableStream<Uint8Array> => {
  let sent = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent || first === 0) return controller.error(new Error("the digest is wrong"));
      sent = true;
      controller.enqueue(bytes(first));
    },
  });
};

describe("a server on node:http", () => {
  test("gives method, URL, headers and body to the handler", async () => {
    const seen: unknown[] = [];
    const { url } = await start(async (request) => {
      seen.push([request.method, request.url, request.headers.get("npm-command"), await request.text()]);
      return new Response("ok", { headers: { etag: '"1"' } });
    });
    const response = await fetch(`${url}-/npm/v1/x?y=%2f`, { method: "POST", body: "{}", headers: { "npm-command": "ci" } });
    expect(await response.text()).toBe("ok");
    expect(response.headers.get("etag")).toBe('"1"');
    expect(seen).toEqual([["POST", `${url}-/npm/v1/x?y=%2f`, "ci", "{}"]]);
  });

  test("a HEAD request gets the headers alone, and the body is let go", async () => {
    const { body, cancelled } = chunked(3, 10);
    const { url } = await start(async () => new Response(body, { headers: { "content-length": "30" } }));
    const response = await fetch(url, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("30");
    expect(await response.text()).toBe("");
    await cancelled;
  });

  test.each([304, 204])("a response without a body stays one: %i", async (status) => {
    const { url } = await start(async () => new Response(null, { status, headers: { etag: '"1"' } }));
    const response = await fetch(url);
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([status, '"1"', ""]);
  });

  test.each([
    ["with its length", { "content-length": "1000000" }],
    ["in chunks", {}],
  ])("a large body arrives whole, %s", async (_, headers: Record<string, string>) => {
    const { url } = await start(async () => new Response(chunked(10, 100_000).body, { headers }));
    expect((await (await fetch(url)).bytes()).byteLength).toBe(1_000_000);
  });

  test("an empty body of known length ends the answer", async () => {
    const { url } = await start(async () => new Response(new Uint8Array(0), { headers: { "content-length": "0" } }));
    expect(await (await fetch(url)).text()).toBe("");
  });

  test("a body is read no faster than the client reads it", async () => {
    const { body, pulled } = chunked(1_000, 64 * 1024);
    const { port } = await start(async () => new Response(body));
    const incoming = await get(port);
    incoming.pause();
    const before = await settled(pulled);
    expect(before).toBeLessThan(400);
    let size = 0;
    for await (const chunk of incoming) size += (chunk as Buffer).byteLength;
    expect(size).toBe(1_000 * 64 * 1024);
  });

  test.each([
    ["with its length", { "content-length": "200000" }, 150_000],
    ["with its length, at the last byte", { "content-length": "150000" }, 150_000],
    ["in chunks", {}, 150_000],
  ])("a body that fails on the way is never a whole answer, %s", async (_, headers: Record<string, string>, first) => {
    const broken: unknown[] = [];
    const { url } = await start(
      async () => new Response(failing(first), { headers }),
      (error) => broken.push(error),
    );
    const response = await fetch(url).then(
      (answer) => answer.bytes(),
      (error: unknown) => error,
    ).catch((error: unknown) => error);
    expect(response).toBeInstanceOf(TypeError);
    expect(broken).toEqual([expect.objectContaining({ message: "the digest is wrong" })]);
  });

  test.each([
    ["short of", "20"],
    ["longer than", "5"],
  ])("a body %s its announced length is never a whole answer", async (_, length) => {
    const { url } = await start(async () => new Response(chunked(1, 10).body, { headers: { "content-length": length } }));
    const outcome = await fetch(url).then((answer) => answer.text()).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(TypeError);
  });

  test("a body that fails before its first byte is answered with an error", async () => {
    const { url } = await start(async () => new Response(failing(0)));
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "INTERNAL" });
  });

  test("a client that goes away aborts the request and lets the body go", async () => {
    const { body, cancelled } = chunked(100_000, 64 * 1024);
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const broken: unknown[] = [];
    const { port } = await start(
      async (request) => {
        request.signal.addEventListener("abort", () => resolve());
        return new Response(body);
      },
      (error) => broken.push(error),
    );
    (await get(port)).destroy();
    await aborted;
    expect(await cancelled).toMatchObject({ name: "ClientGone" });
    expect(broken).toEqual([]);
  });

  test("a client that goes away before there is an answer aborts the request", async () => {
    const arrived = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const { port } = await start(async (request) => {
      request.signal.addEventListener("abort", () => aborted.resolve());
      arrived.resolve();
      await aborted.promise;
      return new Response("too late");
    });
    const client = httpRequest({ host: "127.0.0.1", port }).on("error", () => undefined);
    client.end();
    await arrived.promise;
    client.destroy();
    await aborted.promise;
  });

  test("an answered request is not aborted afterwards", async () => {
    let signal: AbortSignal | undefined;
    const { url } = await start(async (request) => {
      ({ signal } = request);
      return new Response("ok");
    });
    await (await fetch(url, { headers: { connection: "close" } })).text();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(signal?.aborted).toBe(false);
  });

  test("one connection serves many requests", async () => {
    const { port } = await start(async () => new Response("ok"));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let round = 0; round < 3; round += 1) {
      const incoming = await get(port, agent);
      ports.add(incoming.socket.localPort);
      await text(incoming);
      await new Promise(setImmediate);
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test("a request that is answered before its body was read does not spoil the next one", async () => {
    const { port } = await start(async (request) => new Response(new URL(request.url).pathname));
    const socket = await dial(port);
    socket.write(`POST /first HTTP/1.1\r\nhost: x\r\ncontent-length: 10000000\r\n\r\n${"GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3)}`);
    // The connection may end with a reset, which would hide what came before it from a reader of the whole.
    const seen: Buffer[] = [];
    socket.on("data", (chunk) => seen.push(chunk)).on("error", () => undefined);
    await once(socket, "close");
    const answer = Buffer.concat(seen).toString();
    expect(answer).toContain("/first");
    expect(answer).not.toContain("/smuggled");
  });

  test.each(["GET http://[ HTTP/1.1\r\nhost: x", "OPTIONS * HTTP/1.1\r\nhost: x", "TRACE / HTTP/1.1\r\nhost: x", "GET / HTTP/1.1\r\nhost: a b"])(
    "a request that cannot be understood gets a 400: %s",
    async (head) => {
      const { port } = await start(async () => new Response("never"));
      const socket = await dial(port);
      socket.write(`${head}\r\nconnection: close\r\n\r\n`);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toContain("never");
    },
  );

  test("headers over 16 KiB are refused", async () => {
    const { url } = await start(async () => new Response("never"));
    expect((await fetch(url, { headers: { authorization: "x".repeat(20_000) } })).status).toBe(431);
  });

  test("closing lets a request in progress end within its grace period", async () => {
    const release = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = await start(async () => {
      arrived.resolve();
      await release.promise;
      return new Response("whole");
    });
    const answer = fetch(server.url).then((response) => response.text());
    await arrived.promise;
    const closed = server.close(5_000);
    release.resolve();
    expect(await answer).toBe("whole");
    await closed;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test("closing cuts what outlasts the grace period, and waits until its handler has ended", async () => {
    let ended = false;
    const arrived = Promise.withResolvers<void>();
    const server = await start(async (request) => {
      arrived.resolve();
      await once(request.signal, "abort");
      await new Promise((resolve) => setTimeout(resolve, 30));
      ended = true;
      return new Response("late");
    });
    const answer = fetch(server.url).catch((error: unknown) => error);
    await arrived.promise;
    await Promise.all([server.close(10), server.close()]);
    expect(ended).toBe(true);
    expect(await answer).toBeInstanceOf(TypeError);
  });

  test("a port in use is named", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    open.push(other);
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(startNodeServer({ host: "127.0.0.1", port, createHandler: () => async () => new Response() })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: `Port ${port} of 127.0.0.1 is in use by another process.`,
    });
  });

  test("an address of another machine is refused", async () => {
    const options = { host: "192.0.2.1", port: 0, createHandler: (): Handler => async () => new Response() };
    await expect(startNodeServer(options)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

function get(port: number, agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, ...(agent === undefined ? {} : { agent }) }, resolve).on("error", reject).end();
  });
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  open.push({ close: () => socket.destroy() });
  await once(socket, "connect");
  return socket;
}

/** The count once it has stopped growing. */
async function settled(count: () => number): Promise<number> {
  for (;;) {
    const before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (before > 0 && count() === before) return before;
  }
}
