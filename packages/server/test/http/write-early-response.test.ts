import { once } from "node:events";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { json } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { dial, failing, listen } from "../listen.ts";

const MEGABYTE = 1024 * 1024;
const HEAD = `PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: ${64 * MEGABYTE}\r\n\r\n`;

describe("an answer to a client that is still sending", () => {
  test("arrives before the rest is sent, whole, and asks the client to stop", async () => {
    const { port } = await listen(async () => Response.json({ refused: true }, { status: 404 }));
    const client = httpRequest({
      host: "127.0.0.1",
      port,
      method: "PUT",
      headers: { "content-length": String(64 * MEGABYTE) },
    }).on("error", () => undefined);
    let sent = 0;
    // Never silent for long: a server that waits for the end, or for a pause, does not answer.
    const sending = setInterval(() => {
      if (sent === 64) return clearInterval(sending);
      client.write(Buffer.alloc(MEGABYTE, "x"));
      sent += 1;
    }, 50);
    const [answer] = (await once(client, "response")) as [IncomingMessage];
    clearInterval(sending);
    expect(sent).toBeLessThan(64);
    expect([answer.statusCode, answer.headers.connection, await json(answer)]).toEqual([
      404,
      "close",
      { refused: true },
    ]);
    client.destroy();
  });

  test("reaches a client that reads it only when everything is sent", async () => {
    const { port } = await listen(async () => new Response("refused", { status: 401 }));
    const socket = await dial(port);
    socket.pause();
    socket.write(HEAD);
    for (let sent = 0; sent < 64; sent += 1)
      if (!socket.write(Buffer.alloc(MEGABYTE, "x"))) await once(socket, "drain");
    const seen: Buffer[] = [];
    socket.on("data", (chunk) => seen.push(chunk)).resume();
    await once(socket, "close");
    const answer = Buffer.concat(seen).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/refused$/);
  });

  test("may have no body", async () => {
    const { port } = await listen(async () => new Response(null, { status: 204 }));
    const socket = await dial(port);
    socket.write(HEAD);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 204 /);
    expect(answer.toString()).not.toMatch(/content-length/i);
  });

  test("whose own body fails becomes an error", async () => {
    const { port } = await listen(async () => new Response(failing(10)));
    const socket = await dial(port);
    socket.write(HEAD);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 500 /);
  });

  test("is not aborted when the client then goes away, as it was asked to", async () => {
    let signal: AbortSignal | undefined;
    const { port } = await listen(async (request) => {
      ({ signal } = request);
      return new Response("refused", { status: 409 });
    });
    const socket = await dial(port);
    socket.write(HEAD);
    await once(socket, "data");
    socket.destroy();
    await once(socket, "close");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(signal?.aborted).toBe(false);
  });
});
