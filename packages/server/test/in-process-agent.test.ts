import { Agent, type IncomingMessage, createServer, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { Handler } from "../src/create-handler.ts";
import { createInProcessAgent } from "../src/in-process-agent.ts";

const nowhere = (url: URL): Agent => {
  throw new Error(`${url.href} left the process`);
};

/** Sends a request to a URL through an agent; rejects when there is no answer. */
const ask = (url: string, agent: Agent, body?: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? httpsRequest : httpRequest;
    const sent = send(url, { agent, method: body === undefined ? "GET" : "POST" }, resolve);
    sent.on("error", reject);
    sent.end(body);
  });

const claimed = (handler: Handler, claims = (_url: URL) => true): Agent =>
  createInProcessAgent({ handler, claims, outside: nowhere });

test.each(["http", "https"])(
  "a claimed %s request is answered in the process, with method, URL and body",
  async (scheme) => {
    const agent = claimed(async (request) =>
      Response.json([request.method, new URL(request.url).pathname, await request.text()]),
    );
    const answer = await ask(`${scheme}://npm.example.com/@scope%2fname?write=true`, agent, "{}");
    expect(JSON.parse(await text(answer))).toEqual(["POST", "/@scope%2fname", "{}"]);
  },
);

test("claims are asked with the URL as it was written, whatever the scheme's default port", async () => {
  const seen: string[] = [];
  const agent = claimed(
    async () => new Response("ok"),
    (url) => seen.push(url.href) > 0,
  );
  for (const url of [
    "https://npm.example.com/a",
    "http://npm.example.com/b",
    "https://npm.example.com:8443/c",
    "http://[::1]:4873/d",
  ])
    await text(await ask(url, agent));
  expect(seen).toEqual([
    "https://npm.example.com/a",
    "http://npm.example.com/b",
    "https://npm.example.com:8443/c",
    "http://[::1]:4873/d",
  ]);
});

test("many requests at once, some of them large, all come back whole", async () => {
  const agent = claimed(async (request) => new Response(Buffer.alloc(300_000, new URL(request.url).pathname.slice(1))));
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => text(await ask(`https://npm.example.com/${index % 10}`, agent))),
  );
  expect(answers.map((answer) => [answer.length, answer[0]])).toEqual(
    answers.map((_, index) => [300_000, String(index % 10)]),
  );
});

test("a large request that is refused unread gets its answer", async () => {
  const agent = claimed(async () => new Response("refused", { status: 404 }));
  for (let round = 0; round < 3; round += 1) {
    const answer = await ask("https://npm.example.com/a", agent, "x".repeat(8 * 1024 * 1024));
    expect([answer.statusCode, await text(answer)]).toEqual([404, "refused"]);
  }
});

test("what is not claimed goes to the agent that it would have had", async () => {
  const server = createServer((_, response) => response.end("outside")).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const outside = new Agent();
  const asked: string[] = [];
  const agent = createInProcessAgent({
    handler: async () => new Response("inside"),
    claims: (url) => url.pathname.startsWith("/npm/"),
    outside: (url) => {
      asked.push(url.href);
      return outside;
    },
  });
  expect(await text(await ask(`http://127.0.0.1:${port}/npm/x`, agent))).toBe("inside");
  expect(await text(await ask(`http://127.0.0.1:${port}/other`, agent))).toBe("outside");
  expect(asked).toEqual([`http://127.0.0.1:${port}/other`]);
  server.close();
});

test("a body that breaks on the way is an error to who reads it, never a shorter whole", async () => {
  const agent = claimed(async () => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces += 1;
        if (pieces > 3) controller.error(new Error("the store is gone"));
        else controller.enqueue(new Uint8Array(70_000));
      },
    });
    return new Response(body);
  });
  const answer = await ask("https://npm.example.com/x", agent);
  await expect(text(answer)).rejects.toThrow(/aborted|cut|terminated|ECONNRESET/);
});

test("a client that goes away ends the request that it made", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const agent = claimed(async ({ signal }) => {
    signal.addEventListener("abort", () => resolve());
    return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(70_000)) }));
  });
  (await ask("https://npm.example.com/x", agent)).destroy();
  await expect(promise).resolves.toBeUndefined();
});
