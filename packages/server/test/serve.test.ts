import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { type RunningServer, type ServeOptions, serve } from "../src/serve.ts";
import { closeAfterTest } from "./listen.ts";
import { makeFormat } from "./test-format.ts";

const format = makeFormat(({ baseUrl }) => new Response(baseUrl));

async function start(options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  const server = await serve({
    formats: [format],
    url: "http://127.0.0.1:4873/",
    token: "secret",
    port: 0,
    ...options,
  });
  closeAfterTest(server);
  return server;
}

const read = async (server: RunningServer, path = "npm/team/ms"): Promise<string> =>
  (await fetch(`http://127.0.0.1:${server.port}/${path}`, { headers: { authorization: "Bearer secret" } })).text();

describe("serve", () => {
  test("serves every repository below its format, at the port that it got", async () => {
    const server = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    expect(await read(server)).toBe(`${server.url}npm/team/`);
  });

  test("behind a proxy it names the proxy's URL and listens on loopback", async () => {
    const server = await start({ url: "https://packages.example.com/hw/" });
    expect(server).toMatchObject({ host: "127.0.0.1", url: "https://packages.example.com/hw/" });
    expect(await read(server, "hw/npm/team/ms")).toBe("https://packages.example.com/hw/npm/team/");
  });

  test("takes host and port of a loopback URL", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, "close");
    const server = await serve({ formats: [format], url: `http://127.0.0.1:${port}/`, token: "secret" });
    closeAfterTest(server);
    expect(server).toMatchObject({ host: "127.0.0.1", port });
  });

  test("refuses who has no token", async () => {
    const server = await start();
    expect((await fetch(`http://127.0.0.1:${server.port}/npm/team/ms`)).status).toBe(401);
  });

  test("refuses to start without a token, unless told that anyone may read and write", async () => {
    await expect(start({ token: undefined })).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
    const server = await start({ token: undefined, allowAnyone: true });
    expect((await fetch(`http://127.0.0.1:${server.port}/npm/team/ms`)).status).toBe(200);
  });

  test("without a token no web page writes, and none reads by a name that it made mean this machine", async () => {
    const { port } = await start({ token: undefined, allowAnyone: true });
    const send = (method: string, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = { host: "127.0.0.1", port, path: "/npm/team/ms", method, headers };
        httpRequest(asked, (answer) => resolve(answer.resume().statusCode))
          .on("error", reject)
          .end();
      });
    expect(await send("POST", { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await send("GET", { host: "evil.example" })).toBe(403);
    expect(await send("DELETE", { host: `evil.example:${port}` })).toBe(403);
    expect(await send("DELETE")).toBe(200);
  });

  test.each(["0.0.0.0", "192.0.2.1", "::", "packages.example.com", "127.0.0.1.example.com"])(
    "refuses to listen on %s, which other machines may reach",
    async (host) => {
      await expect(start({ host })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    },
  );

  test("says that its port is in use", async () => {
    const first = await start();
    await expect(start({ port: first.port })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      details: { port: first.port },
    });
  });
});
