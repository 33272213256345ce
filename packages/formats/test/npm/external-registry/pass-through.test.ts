import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { bodyOf, sendJson, startRegistry } from "../loopback-registry.ts";
import { makeExternalRegistry } from "./test-external-registry.ts";

describe("what is passed to the public registry", () => {
  test("is a search with the client's own query", async () => {
    const registry = await startRegistry((_request, response) =>
      sendJson(response, { objects: [{ package: { name: "express" } }, 7], total: 41 }),
    );
    const query = new URLSearchParams({ text: "web framework", size: "5" });
    expect(await makeExternalRegistry().search(registry.connection, query)).toEqual({
      objects: [{ package: { name: "express" } }],
      total: 41,
    });
    expect(registry.requests[0]?.url).toBe("/-/v1/search?text=web+framework&size=5");
  });

  test.each(["<html>", "[]", '{"objects":7}'])("is a search whose answer %s is none", async (body) => {
    const registry = await startRegistry((_request, response) => response.end(body));
    await expect(makeExternalRegistry().search(registry.connection, new URLSearchParams())).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_INVALID_ANSWER",
    });
  });

  test("is a search that the registry does not offer", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(404).end());
    await expect(makeExternalRegistry().search(registry.connection, new URLSearchParams())).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
    });
  });

  test.each([
    ["bulk", "/-/npm/v1/security/advisories/bulk"],
    ["quick", "/-/npm/v1/security/audits/quick"],
    ["full", "/-/npm/v1/security/audits"],
  ] as const)("is an audit request (%s), its body as it came", async (kind, path) => {
    let received: Buffer | undefined;
    const registry = await startRegistry(async (request, response) => {
      received = await bodyOf(request);
      sendJson(response, { advisories: [1] });
    });
    const body = gzipSync('{"express":["4.18.2"]}');
    const answer = await makeExternalRegistry().advisories(registry.connection, kind, body, "gzip");
    expect(answer).toEqual({ status: 200, contentType: "application/json", body: Buffer.from('{"advisories":[1]}') });
    const [request] = registry.requests;
    expect([request?.method, request?.url, request?.headers["content-encoding"]]).toEqual(["POST", path, "gzip"]);
    expect(gunzipSync(received ?? Buffer.alloc(0)).toString()).toBe('{"express":["4.18.2"]}');
  });

  test("is an audit that the registry declines, with its own words", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(410, { "content-type": "text/plain" }).end("retired"),
    );
    expect(await makeExternalRegistry().advisories(registry.connection, "quick", Buffer.from("{}"), undefined)).toEqual(
      {
        status: 410,
        contentType: "text/plain",
        body: Buffer.from("retired"),
      },
    );
  });

  test.each([503, 405, 404])("is an audit that fails with an error, never with an empty answer: %i", async (status) => {
    const registry = await startRegistry((_request, response) => response.writeHead(status).end());
    await expect(
      makeExternalRegistry().advisories(registry.connection, "bulk", Buffer.from("{}"), undefined),
    ).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
    });
  });

  test("are attestations and signing keys", async () => {
    const registry = await startRegistry((request, response) => sendJson(response, { asked: request.url }));
    const external = makeExternalRegistry();
    const attestations = await external.attestations(registry.connection, {
      ...parseNpmName("@types/node"),
      version: "22.0.0+x",
    });
    expect(Buffer.from(attestations.body).toString()).toBe(
      '{"asked":"/-/npm/v1/attestations/@types%2fnode@22.0.0%2Bx"}',
    );
    const keys = await external.signingKeys(registry.connection);
    expect(Buffer.from(keys.body).toString()).toBe('{"asked":"/-/npm/v1/keys"}');
  });
});
