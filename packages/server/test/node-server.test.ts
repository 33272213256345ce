import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { Handler } from "../src/create-handler.ts";
import { startNodeServer } from "../src/node-server.ts";
import { closeAfterTest, listen } from "./listen.ts";

describe("a server on node:http", () => {
  test("headers over 16 KiB are refused", async () => {
    const { url } = await listen(async () => new Response("never"));
    expect((await fetch(url, { headers: { authorization: "x".repeat(20_000) } })).status).toBe(431);
  });

  test("closing lets a request in progress end within its grace period", async () => {
    const release = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = await listen(async () => {
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
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  test("closing cuts what outlasts the grace period, and waits until its handler has ended", async () => {
    let ended = false;
    const arrived = Promise.withResolvers<void>();
    const server = await listen(async (request) => {
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

  test("a number that is no port is refused with the range of those that are", async () => {
    await expect(
      startNodeServer({ host: "127.0.0.1", port: 80_000, createHandler: () => async () => new Response() }),
    ).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: "80000 is no port.",
      hint: expect.stringContaining("65535") as string,
    });
  });

  test("a port in use is named", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    closeAfterTest(other);
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(
      startNodeServer({ host: "127.0.0.1", port, createHandler: () => async () => new Response() }),
    ).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: `Port ${port} of 127.0.0.1 is in use by another process.`,
      hint: expect.stringMatching(/another headwater serve.*--port N.*server\.url/) as string,
    });
  });

  test("an address of another machine is refused", async () => {
    const options = { host: "192.0.2.1", port: 0, createHandler: (): Handler => async () => new Response() };
    await expect(startNodeServer(options)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
