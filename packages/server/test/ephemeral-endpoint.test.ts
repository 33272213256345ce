import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { type EphemeralEndpoint, ephemeralPort, startEphemeralEndpoint } from "../src/ephemeral-endpoint.ts";
import { closeAfterTest } from "./listen.ts";
import { makeFormat } from "./test-format.ts";

const format = makeFormat(({ repository, path, baseUrl, cacheControl }) =>
  Response.json({ repository, path, baseUrl, cacheControl }),
);

async function start(repository: string): Promise<EphemeralEndpoint> {
  const endpoint = await startEphemeralEndpoint({ formats: [format], domain: "acme", repository });
  closeAfterTest(endpoint);
  return endpoint;
}

const get = (url: string, token?: string): Promise<Response> =>
  fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

describe("the endpoint of one run", () => {
  test("serves one repository at the root of a port of its own", async () => {
    const endpoint = await start("endpoint-root");
    expect(endpoint).toMatchObject({
      stable: true,
      port: ephemeralPort("acme", "endpoint-root"),
      url: `http://127.0.0.1:${endpoint.port}/`,
    });
    const response = await get(`${endpoint.url}@types%2fnode`, endpoint.token);
    expect(await response.json()).toEqual({
      repository: "endpoint-root",
      path: "@types%2fnode",
      baseUrl: endpoint.url,
      cacheControl: "no-cache",
    });
  });

  test("takes the same port on every run, so that clients find their caches again", async () => {
    const first = await start("endpoint-again");
    await first.close();
    const second = await start("endpoint-again");
    expect(second.port).toBe(first.port);
    expect(second.token).not.toBe(first.token);
    expect(second.token).toMatch(/^[\w-]{43}$/);
  });

  test("answers nobody without the token of the run", async () => {
    const endpoint = await start("endpoint-token");
    expect((await get(endpoint.url)).status).toBe(401);
    expect((await get(endpoint.url, "other")).status).toBe(401);
    expect(endpoint.requestCount).toBe(2);
  });

  test("takes any free port when its own is busy, and then forbids to keep what it answers", async () => {
    const other = createServer().listen(ephemeralPort("acme", "endpoint-busy"), "127.0.0.1");
    closeAfterTest(other);
    await once(other, "listening");
    const endpoint = await start("endpoint-busy");
    expect(endpoint.stable).toBe(false);
    expect(endpoint.port).not.toBe(ephemeralPort("acme", "endpoint-busy"));
    const response = await get(endpoint.url, endpoint.token);
    expect(await response.json()).toMatchObject({ baseUrl: endpoint.url, cacheControl: "no-store" });
  });

  test("is gone after it was closed", async () => {
    const endpoint = await start("endpoint-gone");
    await Promise.all([endpoint.close(), endpoint.close()]);
    await expect(get(endpoint.url, endpoint.token)).rejects.toThrow("fetch failed");
  });
});

describe("the port of a repository", () => {
  test("lies below the ports that operating systems give to outgoing connections", () => {
    const ports = Array.from({ length: 5_000 }, (_, index) => ephemeralPort("acme", `repository-${index}`));
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(new Set(ports).size).toBeGreaterThan(3_500);
  });

  test("differs by domain and by repository", () => {
    const ports = [
      ephemeralPort("acme", "team"),
      ephemeralPort("acme", "shared"),
      ephemeralPort("other", "team"),
      ephemeralPort("acmet", "eam"),
    ];
    expect(new Set(ports).size).toBe(4);
  });
});
