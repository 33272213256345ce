import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { freePort, sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeExternalRegistry } from "./test-external-registry.ts";

const express = parseNpmName("express");
const packument = buildPackument("express", [buildManifest("express", "4.18.2")]);
const credentials = { "public:npmjs": { type: "token", token: "s3cret" } } as const;
const redirect = (location: string, status = 302) => ({ status, headers: { location } });

describe("redirects", () => {
  test("are followed, five at most, with credentials on the connection's own host (E7)", async () => {
    const registry = await startRegistry((_request, response, count) => {
      if (count > 5) return sendJson(response, packument);
      const { status, headers } = redirect(`/step-${count}`, [301, 302, 303, 307, 308][count - 1]);
      return response.writeHead(status, headers).end();
    });
    const answer = await makeExternalRegistry({ credentials }).fetchPackage(registry.connection, express, {}, {});
    expect(answer.type).toBe("found");
    expect(registry.requests.map(({ url }) => url)).toEqual([
      "/express",
      "/step-1",
      "/step-2",
      "/step-3",
      "/step-4",
      "/step-5",
    ]);
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual(Array(6).fill("Bearer s3cret"));
  });

  test("in a loop are the registry's failure, not tried again", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(302, { location: "/express" }).end(),
    );
    await expect(makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
      message: expect.stringContaining("more than 5 redirects") as unknown,
    });
    expect(registry.requests).toHaveLength(6);
  });

  test("to another host lose the credentials, also on the way back", async () => {
    const other = await startRegistry((_request, response) =>
      response.writeHead(302, { location: `${registry.url}back` }).end(),
    );
    const registry = await startRegistry((request, response) =>
      request.url === "/back"
        ? sendJson(response, packument)
        : response.writeHead(302, { location: `${other.url}elsewhere` }).end(),
    );
    const answer = await makeExternalRegistry({ credentials }).fetchPackage(registry.connection, express, {}, {});
    expect(answer.type).toBe("found");
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer s3cret", undefined]);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test("do not carry credentials of their own", async () => {
    const other = await startRegistry((_request, response) => sendJson(response, packument));
    const registry = await startRegistry((_request, response) =>
      response.writeHead(302, { location: other.url.replace("http://", "http://user:pass@") }).end(),
    );
    await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {});
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  test.each(["file:///etc/passwd", "ftp://npm.example.com/x", "http://["])("to %s lead nowhere", async (location) => {
    const registry = await startRegistry((_request, response) => response.writeHead(302, { location }).end());
    await expect(makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
    });
  });
});

describe("credentials", () => {
  test("are sent as the connection has them", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const basic = { "public:npmjs": { type: "basic", username: "me", password: "p" } } as const;
    await makeExternalRegistry({ credentials: basic }).fetchPackage(registry.connection, express, {}, {});
    expect(registry.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:p").toString("base64")}`);
  });

  test("never show in errors", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(401).end());
    const connection = { name: "public:npmjs", url: registry.url.replace("http://", "http://me:hidden@") };
    const error = await makeExternalRegistry({ credentials })
      .fetchPackage(connection, express, {}, {})
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: expect.stringMatching(/^EXTERNAL_REGISTRY_/) as unknown });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/hidden|s3cret/);
  });
});

describe("a registry that gives no answer", () => {
  test("is unreachable within 2 seconds when nobody listens (F1)", async () => {
    const connection = { name: "public:npmjs", url: `http://127.0.0.1:${await freePort()}/` };
    const external = makeExternalRegistry();
    await expect(external.fetchPackage(connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED") as unknown,
      details: { fault: "connect" },
    });
    expect(external.waits).toHaveLength(2);
    expect(external.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(2000);
  });

  test("is unreachable when its name is unknown", async () => {
    const connection = { name: "public:npmjs", url: "http://registry.invalid/" };
    await expect(makeExternalRegistry({ retries: 0 }).fetchPackage(connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      details: { fault: "connect" },
    });
  });

  test("is given up when it hangs, and not tried again", async () => {
    const registry = await startRegistry(() => undefined);
    const external = makeExternalRegistry({ timeouts: { headers: 100 } });
    await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      details: { fault: "timeout" },
    });
    expect(registry.requests).toHaveLength(1);
  });

  test("is asked again when it breaks off, and then answers", async () => {
    const registry = await startRegistry((request, response, count) =>
      count < 3 ? request.socket.destroy() : sendJson(response, packument),
    );
    const external = makeExternalRegistry();
    expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    expect(external.waits).toEqual([250, 1000]);
  });

  test("is left when the client leaves, with the client's own reason", async () => {
    const leaving = new AbortController();
    const registry = await startRegistry(() => leaving.abort(new Error("client left")));
    const { connection } = registry;
    await expect(
      makeExternalRegistry().fetchPackage(connection, express, {}, { signal: leaving.signal }),
    ).rejects.toThrow("client left");
    expect(registry.requests).toHaveLength(1);
  });

  test("is not even tried offline", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const external = makeExternalRegistry({ offline: true });
    const failure = { code: "EXTERNAL_REGISTRY_UNREACHABLE", details: { fault: "offline" } };
    await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject(failure);
    await expect(
      external.fetchAsset(registry.connection, { name: "package.tgz", url: `${registry.url}x.tgz` }, {}),
    ).rejects.toMatchObject(failure);
    await expect(external.search(registry.connection, new URLSearchParams())).rejects.toMatchObject(failure);
    expect(registry.requests).toHaveLength(0);
  });
});
