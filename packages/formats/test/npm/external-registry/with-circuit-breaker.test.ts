import { describe, expect, test } from "vitest";
import type { Fetch } from "../../../src/npm/external-registry/fetch.ts";
import { parseNpmName } from "../../../src/npm/names.ts";
import { freePort, sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeExternalRegistry } from "./test-external-registry.ts";

const express = parseNpmName("express");
const lodash = parseNpmName("lodash");
const packument = buildPackument("express", [buildManifest("express", "4.18.2")]);
const unreachable = { code: "EXTERNAL_REGISTRY_UNREACHABLE" };

describe("a registry that was unreachable", () => {
  test("is not asked again for 30 seconds, whatever for, so that an offline install does not wait for every package (F1)", async () => {
    const port = await freePort();
    const external = makeExternalRegistry();
    const connection = { name: "public:npmjs", url: `http://127.0.0.1:${port}/` };
    await expect(external.fetchPackage(connection, express, {}, {})).rejects.toMatchObject(unreachable);
    const waited = external.waits.length;

    const registry = await startRegistry((_request, response) => sendJson(response, packument), { port });
    const asked = [
      external.fetchPackage(connection, lodash, {}, {}),
      external.fetchAsset(connection, { name: "package.tgz", url: `${connection.url}x.tgz` }, {}),
      external.search(connection, new URLSearchParams()),
      external.advisories(connection, "bulk", new Uint8Array(), undefined),
      external.attestations(connection, { ...express, version: "1.0.0" }),
      external.signingKeys(connection),
    ];
    for (const call of asked) {
      await expect(call).rejects.toMatchObject({
        ...unreachable,
        message: expect.stringContaining("not asked again yet") as unknown,
      });
    }
    expect([registry.requests.length, external.waits.length]).toEqual([0, waited]);

    external.clock.advance(30_000);
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
  });

  test("is tried by one call alone once the time is over", async () => {
    const registry = await startRegistry(() => undefined);
    // Counted where they leave: on a busy machine such short patience can end before a request arrives.
    let sent = 0;
    const counted: Fetch = (url, init) => {
      sent += 1;
      return fetch(url, init);
    };
    const external = makeExternalRegistry({ fetch: counted, timeouts: { headers: 50 } });
    await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject(unreachable);
    external.clock.advance(30_000);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject(unreachable),
      ),
    );
    expect(sent).toBe(2);
  });

  test("is another one for another connection", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const external = makeExternalRegistry();
    const gone = { name: "public:npmjs", url: `http://127.0.0.1:${await freePort()}/` };
    await expect(external.fetchPackage(gone, express, {}, {})).rejects.toMatchObject(unreachable);
    expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
  });

  test("may be asked again at once after a try that was left unfinished", async () => {
    const port = await freePort();
    const external = makeExternalRegistry();
    const connection = { name: "public:npmjs", url: `http://127.0.0.1:${port}/` };
    await expect(external.fetchPackage(connection, express, {}, {})).rejects.toMatchObject(unreachable);

    const leaving = new AbortController();
    await startRegistry(
      (_request, response, count) => {
        if (count === 1) leaving.abort(new Error("client left"));
        else sendJson(response, packument);
      },
      { port },
    );
    external.clock.advance(30_000);
    await expect(external.fetchPackage(connection, express, {}, { signal: leaving.signal })).rejects.toThrow(
      "client left",
    );
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
  });
});

describe("a registry that is there", () => {
  test.each([
    ["fails", 500],
    ["refuses", 403],
    ["sends nonsense", 204],
  ])("is asked again although it %s", async (_what, status) => {
    const registry = await startRegistry((_request, response) => response.writeHead(status).end("x"));
    const external = makeExternalRegistry({ retries: 0 });
    for (let tries = 0; tries < 3; tries += 1)
      await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toThrow("public:npmjs");
    expect(registry.requests).toHaveLength(3);
  });

  test("is asked again although it stopped in the middle of an answer", async () => {
    const registry = await startRegistry((_request, response, count) =>
      count === 1 ? response.writeHead(200).write("{") : sendJson(response, packument),
    );
    const external = makeExternalRegistry({ timeouts: { body: 500 } });
    await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject(unreachable);
    expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
  });

  test("is asked for packages although it never answers what is about none", async () => {
    const registry = await startRegistry((request, response) =>
      request.url?.startsWith("/-/") === true ? undefined : sendJson(response, packument),
    );
    const external = makeExternalRegistry({ timeouts: { headers: 500 } });
    const calls = [
      () => external.advisories(registry.connection, "bulk", new Uint8Array(), undefined),
      () => external.search(registry.connection, new URLSearchParams()),
      () => external.attestations(registry.connection, { ...express, version: "1.0.0" }),
      () => external.signingKeys(registry.connection),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject(unreachable);
      expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    }
  });

  test("is asked again although it broke off", async () => {
    const registry = await startRegistry((request) => request.socket.destroy());
    const external = makeExternalRegistry({ retries: 0 });
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
        details: { fault: "broken" },
      });
    }
    expect(registry.requests).toHaveLength(2);
  });
});
