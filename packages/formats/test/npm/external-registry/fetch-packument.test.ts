import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeExternalRegistry } from "./test-external-registry.ts";

const express = parseNpmName("express");
const packument = buildPackument("express", [buildManifest("express", "4.18.2")]);

describe("a packument from the public registry", () => {
  test("is asked for in full, by the escaped name, and given byte for byte with its validators", async () => {
    const document = buildPackument("@types/node", [buildManifest("@types/node", "22.0.0")]);
    const registry = await startRegistry((_request, response) =>
      sendJson(response, document, { etag: 'W/"abc"', "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT" }),
    );
    const answer = await makeExternalRegistry().fetchPackage(registry.connection, parseNpmName("@types/node"), {}, {});
    expect(answer).toEqual({
      type: "found",
      document: Buffer.from(JSON.stringify(document)),
      etag: 'W/"abc"',
      lastModified: "Mon, 01 Jan 2024 00:00:00 GMT",
    });
    const [request] = registry.requests;
    expect(request?.url).toBe("/@types%2fnode");
    expect(request?.headers).toMatchObject({ accept: "application/json", "accept-encoding": "gzip" });
    expect(request?.headers.authorization).toBeUndefined();
  });

  test("is asked for below the connection's path", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument), {
      path: "repository/npm/",
    });
    await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {});
    expect(registry.requests[0]?.url).toBe("/repository/npm/express");
  });

  test("comes compressed where the registry can", async () => {
    const registry = await startRegistry((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify(packument)));
    });
    const answer = await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {});
    expect(answer).toEqual({ type: "found", document: Buffer.from(JSON.stringify(packument)) });
  });

  test.each([
    [{ etag: '"abc"', lastModified: "Mon, 01 Jan 2024 00:00:00 GMT" }, { "if-none-match": '"abc"' }],
    [{ lastModified: "Mon, 01 Jan 2024 00:00:00 GMT" }, { "if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT" }],
  ])("is revalidated with %j (F3)", async (validator, headers) => {
    const registry = await startRegistry((_request, response) => response.writeHead(304).end());
    expect(await makeExternalRegistry().fetchPackage(registry.connection, express, validator, {})).toEqual({
      type: "unchanged",
    });
    expect(registry.requests[0]?.headers).toMatchObject(headers);
    expect(
      registry.requests[0]?.headers["if-none-match"] === undefined ||
        registry.requests[0]?.headers["if-modified-since"] === undefined,
    ).toBe(true);
  });

  test.each([404, 410])("is absent only when the registry says so: %i", async (status) => {
    const registry = await startRegistry((_request, response) => response.writeHead(status).end("{}"));
    expect(await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).toEqual({ type: "absent" });
  });

  test.each([
    [401, "EXTERNAL_REGISTRY_REFUSED", 1],
    [403, "EXTERNAL_REGISTRY_REFUSED", 1],
    [451, "EXTERNAL_REGISTRY_REFUSED", 1],
    [400, "EXTERNAL_REGISTRY_FAILED", 1],
    [429, "EXTERNAL_REGISTRY_FAILED", 3],
    [500, "EXTERNAL_REGISTRY_FAILED", 3],
    [503, "EXTERNAL_REGISTRY_FAILED", 3],
    [204, "EXTERNAL_REGISTRY_INVALID_ANSWER", 1],
    [304, "EXTERNAL_REGISTRY_INVALID_ANSWER", 1],
  ])("answered with %i is %s after %i tries", async (status, code, tries) => {
    const registry = await startRegistry((_request, response) => response.writeHead(status).end());
    await expect(makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code,
      message: expect.stringContaining("express") as unknown,
    });
    expect(registry.requests).toHaveLength(tries);
  });

  test.each([
    ["<html>Please log in</html>", "text/html"],
    ["[]", "application/json"],
    [JSON.stringify({ ...packument, name: "other" }), "application/json"],
    [JSON.stringify(packument).slice(0, -10), "application/json"],
  ])("that is none is refused: %.20s", async (body, type) => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(200, { "content-type": type }).end(body),
    );
    await expect(makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_INVALID_ANSWER",
    });
    expect(registry.requests).toHaveLength(1);
  });

  test("is parsed once: reading the document that was just fetched loads nothing", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const external = makeExternalRegistry();
    const answer = await external.fetchPackage(registry.connection, express, {}, {});
    const bytes = answer.type === "found" ? answer.document : new Uint8Array();
    const document = {
      documentId: createHash("sha256").update(bytes).digest("base64url"),
      load: () => Promise.reject(new Error("loaded again")),
    };
    expect((await external.readIndex(registry.connection, express, document)).tags).toEqual({ latest: "4.18.2" });
  });
});
