import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { chunked, dial, failing, get, listen } from "../listen.ts";

describe("writing a response", () => {
  test("a HEAD request gets the headers alone, and the body is let go", async () => {
    const { body, cancelled } = chunked(3, 10);
    const { url } = await listen(async () => new Response(body, { headers: { "content-length": "30" } }));
    const response = await fetch(url, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("30");
    expect(await response.text()).toBe("");
    await cancelled;
  });

  test.each([304, 204])("a response without a body stays one: %i", async (status) => {
    const { url } = await listen(async () => new Response(null, { status, headers: { etag: '"1"' } }));
    const response = await fetch(url);
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([status, '"1"', ""]);
  });

  test.each([
    ["with its length", { "content-length": "1000000" }],
    ["in chunks", {}],
  ])("a large body arrives whole, %s", async (_, headers: Record<string, string>) => {
    const { url } = await listen(async () => new Response(chunked(10, 100_000).body, { headers }));
    expect((await (await fetch(url)).bytes()).byteLength).toBe(1_000_000);
  });

  test("an empty body of known length ends the answer", async () => {
    const { url } = await listen(async () => new Response(new Uint8Array(0), { headers: { "content-length": "0" } }));
    expect(await (await fetch(url)).text()).toBe("");
  });

  test("a body is read no faster than the client reads it", async () => {
    const { body, pulled } = chunked(1_000, 64 * 1024);
    const { port } = await listen(async () => new Response(body));
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
    const { url } = await listen(
      async () => new Response(failing(first), { headers }),
      (error) => broken.push(error),
    );
    const response = await fetch(url)
      .then(
        (answer) => answer.bytes(),
        (error: unknown) => error,
      )
      .catch((error: unknown) => error);
    expect(response).toBeInstanceOf(TypeError);
    expect(broken).toEqual([expect.objectContaining({ message: "the digest is wrong" })]);
  });

  test.each([
    ["short of", "20", 1],
    ["longer than", "5", 2],
  ])("a body %s its announced length is never a whole answer", async (kind, length, chunks) => {
    const { body, cancelled } = chunked(chunks, 10);
    const { url } = await listen(async () => new Response(body, { headers: { "content-length": length } }));
    const outcome = await fetch(url)
      .then((answer) => answer.text())
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(TypeError);
    if (kind === "longer than") await cancelled;
  });

  test("a body is let go when its client left before it was there", async () => {
    const { body, cancelled } = chunked(3, 10);
    const { port } = await listen(async ({ signal }) => {
      client.destroy();
      await once(signal, "abort");
      return new Response(body);
    });
    const client = await dial(port);
    client.write("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    await expect(cancelled).resolves.toMatchObject({ name: "ClientGone" });
  });
});

/** The count once it has stopped growing. */
async function settled(count: () => number): Promise<number> {
  for (;;) {
    const before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (before > 0 && count() === before) return before;
  }
}
