import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { dial, listen } from "../listen.ts";

describe("a request from node:http", () => {
  test.each([
    "GET http://[ HTTP/1.1\r\nhost: x",
    "OPTIONS * HTTP/1.1\r\nhost: x",
    "TRACE / HTTP/1.1\r\nhost: x",
    "GET / HTTP/1.1\r\nhost: a b",
    "GET / HTTP/1.1\r\nhost: a/npm/other",
    "GET / HTTP/1.1\r\nhost: me:secret@a",
  ])("a request that cannot be understood gets a 400: %s", async (head) => {
    const { port } = await listen(async () => new Response("never"));
    const socket = await dial(port);
    socket.write(`${head}\r\nconnection: close\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("never");
  });

  test("keeps its path as the client encoded it, also where it begins with two slashes", async () => {
    const { port } = await listen(async ({ url }) => new Response(url));
    const socket = await dial(port);
    socket.write("GET //a/@types%2Fnode?x=%20 HTTP/1.1\r\nhost: h:1\r\nconnection: close\r\n\r\n");
    expect(await text(socket)).toContain("http://h:1//a/@types%2Fnode?x=%20");
  });

  test("may name its whole URL, as clients of a proxy do", async () => {
    const { port } = await listen(async ({ url }) => new Response(url));
    const socket = await dial(port);
    socket.write("GET http://h:2/ms HTTP/1.1\r\nhost: h:1\r\nconnection: close\r\n\r\n");
    expect(await text(socket)).toContain("http://h:2/ms");
  });
});
