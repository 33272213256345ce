import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { chunked, dial, failing, get, listen } from "./listen.ts";

describe("a handler behind node:http", () => {
  test("gives method, URL, headers and body to the handler", async () => {
    const seen: unknown[] = [];
    const { url } = await listen(async (received) => {
      seen.push([received.method, received.url, received.headers.get("npm-command"), await received.text()]);
      return new Response("ok", { headers: { etag: '"1"' } });
    });
    const response = await fetch(`${url}-/npm/v1/x?y=%2f`, {
      method: "POST",
      body: "{}",
      headers: { "npm-command": "ci" },
    });
    expect(await response.text()).toBe("ok");
    expect(response.headers.get("etag")).toBe('"1"');
    expect(seen).toEqual([["POST", `${url}-/npm/v1/x?y=%2f`, "ci", "{}"]]);
  });

  test("a body that fails before its first byte is answered with an error", async () => {
    const { url } = await listen(async () => new Response(failing(0)));
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "INTERNAL" });
  });

  test("a client that goes away aborts the request and lets the body go", async () => {
    const { body, cancelled } = chunked(100_000, 64 * 1024);
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const broken: unknown[] = [];
    const { port } = await listen(
      async ({ signal }) => {
        signal.addEventListener("abort", () => resolve());
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
    const aborted = Promise.withResolvers<unknown>();
    const { port } = await listen(async ({ signal }) => {
      signal.addEventListener("abort", () => aborted.resolve(signal.reason));
      arrived.resolve();
      await aborted.promise;
      return new Response("too late");
    });
    const client = request({ host: "127.0.0.1", port }).on("error", () => undefined);
    client.end();
    await arrived.promise;
    client.destroy();
    expect(await aborted.promise).toMatchObject({ name: "ClientGone" });
  });

  test("an answered request is not aborted afterwards", async () => {
    let signal: AbortSignal | undefined;
    const { url } = await listen(async (received) => {
      ({ signal } = received);
      return new Response("ok");
    });
    await (await fetch(url, { headers: { connection: "close" } })).text();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(signal?.aborted).toBe(false);
  });

  test("one connection serves many requests", async () => {
    const { port } = await listen(async () => new Response("ok"));
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
    const { port } = await listen(async (received) => new Response(new URL(received.url).pathname));
    const socket = await dial(port);
    socket.write(
      `POST /first HTTP/1.1\r\nhost: x\r\ncontent-length: 10000000\r\n\r\n${"GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3)}`,
    );
    // The connection may end with a reset, which would hide what came before it from a reader of the whole.
    const seen: Buffer[] = [];
    socket.on("data", (chunk) => seen.push(chunk)).on("error", () => undefined);
    await once(socket, "close");
    const answer = Buffer.concat(seen).toString();
    expect(answer).toContain("/first");
    expect(answer).not.toContain("/smuggled");
  });
});
