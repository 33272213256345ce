import { once } from "node:events";
import { type ClientRequest, request as httpRequest } from "node:http";
import { json } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createHandler } from "../../src/create-handler.ts";
import { allowAnyone } from "../../src/http/bearer-token.ts";
import { dial, listen } from "../listen.ts";
import { makeFormat } from "../test-format.ts";

const MEGABYTE = 1024 * 1024;

/** A request to which a test writes the body. */
function open(port: number, headers: Readonly<Record<string, string>> = {}): ClientRequest {
  return httpRequest({ host: "127.0.0.1", port, method: "PUT", headers }).on("error", () => undefined);
}

describe("a request's body", () => {
  test("is read no faster than the handler reads it", async () => {
    const { promise: mayRead, resolve: letRead } = Promise.withResolvers<void>();
    const { port } = await listen(async ({ body }) => {
      await mayRead;
      let size = 0;
      for await (const chunk of body as ReadableStream<Uint8Array>) size += chunk.byteLength;
      return Response.json({ size });
    });
    const client = open(port, { "content-length": String(64 * MEGABYTE) });
    let sent = 0;
    const chunk = Buffer.alloc(MEGABYTE, "x");
    // The kernel's own buffers on both sides take some megabytes; a server without back-pressure would take all.
    while (sent < 64 && (client.write(chunk), (sent += 1), true)) {
      if (client.writableLength === 0) continue;
      const drained = once(client, "drain").then(() => true);
      const stalled = new Promise<false>((resolve) => setTimeout(resolve, 300, false));
      if (!(await Promise.race([drained, stalled]))) break;
    }
    expect(sent).toBeLessThan(32);
    letRead();
    for (; sent < 64; sent += 1) client.write(chunk);
    client.end();
    const [answer] = (await once(client, "response")) as [NodeJS.ReadableStream];
    expect(await json(answer)).toEqual({ size: 64 * MEGABYTE });
  });

  test("that the handler stops reading is thrown away, and the answer arrives", async () => {
    const { port } = await listen(async ({ body }) => {
      for await (const _ of body as ReadableStream<Uint8Array>) break;
      return Response.json({ refused: true }, { status: 409 });
    });
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "PUT", body: new Uint8Array(32 * MEGABYTE) });
    expect([answer.status, await answer.json()]).toEqual([409, { refused: true }]);
  });

  test("that nobody reads is thrown away, the answer arrives, and the connection serves the next request", async () => {
    const { port } = await listen(async ({ url }) => new Response(new URL(url).pathname));
    const socket = await dial(port);
    const seen: Buffer[] = [];
    socket.on("data", (chunk) => seen.push(chunk));
    socket.write(`PUT /first HTTP/1.1\r\nhost: x\r\ncontent-length: ${MEGABYTE}\r\n\r\n`);
    socket.write(Buffer.alloc(MEGABYTE, "x"));
    socket.write("GET /second HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    await once(socket, "close");
    const answers = Buffer.concat(seen).toString();
    expect(answers).toContain("/first");
    expect(answers).toContain("/second");
  });

  test("that is cut ends with an error for whoever reads it, and is no fault of the program", async () => {
    const failed = Promise.withResolvers<unknown>();
    const answered = Promise.withResolvers<void>();
    const faults: unknown[] = [];
    const format = makeFormat(async ({ request }) => {
      try {
        return new Response(await request.text());
      } catch (error) {
        failed.resolve(error);
        throw error;
      }
    });
    const handler = createHandler({
      formats: [format],
      mount: { type: "repository", baseUrl: "http://127.0.0.1/", format: "npm", repository: "team" },
      authenticate: allowAnyone,
      onFault: (error) => faults.push(error),
    });
    const { port } = await listen(
      (request) => handler(request).finally(answered.resolve),
      (error) => faults.push(error),
    );
    const client = open(port, { "content-length": "100" });
    client.write("half");
    setTimeout(() => client.destroy(), 50);
    expect(await failed.promise).toMatchObject({ name: "ClientGone" });
    await answered.promise;
    expect(faults).toEqual([]);
  });
});
