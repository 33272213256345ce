import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { bodyOf, sendJson, startRegistry } from "../loopback-registry.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

const PATHS = ["-/npm/v1/security/advisories/bulk", "-/npm/v1/security/audits/quick", "-/npm/v1/security/audits"];

describe("POST of an audit", () => {
  test.each(PATHS)("to %s is the public registry's answer", async (path) => {
    const bodies: string[] = [];
    const registry = await startRegistry(async (request, response) => {
      bodies.push(`${request.url} ${gunzipSync(await bodyOf(request)).toString()}`);
      sendJson(response, { express: [{ id: 1 }] });
    });
    const { ask } = makeNpmFormat({}, registry.connection);
    const body = new Uint8Array(gzipSync('{"express":["4.18.2"]}'));
    const answer = await ask(path, { method: "POST", headers: { "content-encoding": "gzip" }, body });
    expect([answer.status, await answer.json()]).toEqual([200, { express: [{ id: 1 }] }]);
    expect(bodies).toEqual([`/${path} {"express":["4.18.2"]}`]);
  });

  test.each(PATHS)("to %s is an error when nobody can be asked, never an empty answer", async (path) => {
    await expect(makeNpmFormat({}, NOBODY).ask(path, { method: "POST", body: "{}" })).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    await expect(makeNpmFormat({}).ask(path, { method: "POST", body: "{}" })).rejects.toMatchObject({
      code: "EXTERNAL_CONNECTION_NOT_FOUND",
    });
  });

  test("is answered as the public registry declines it", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":"bad"}'),
    );
    const answer = await makeNpmFormat({}, registry.connection).ask(PATHS[0] ?? "", { method: "POST" });
    expect([answer.status, await answer.json()]).toEqual([400, { error: "bad" }]);
  });

  test("of more than 16 MiB is refused before anybody is asked", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, {}));
    const body = new Uint8Array(16 * 1024 * 1024 + 1);
    await expect(
      makeNpmFormat({}, registry.connection).ask(PATHS[0] ?? "", { method: "POST", body }),
    ).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(registry.requests).toHaveLength(0);
  });
});
