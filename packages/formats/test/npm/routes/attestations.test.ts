import { describe, expect, test } from "vitest";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

describe("GET /-/npm/v1/attestations/{package}@{version}", () => {
  test.each(["@types%2fnode@22.0.0", "@types/node@22.0.0"])("%s is the public registry's answer", async (spec) => {
    const registry = await startRegistry((request, response) => sendJson(response, { attestations: [request.url] }));
    const answer = await makeNpmFormat({}, registry.connection).ask(`-/npm/v1/attestations/${spec}`);
    expect(await answer.json()).toEqual({ attestations: ["/-/npm/v1/attestations/@types%2fnode@22.0.0"] });
  });

  test("is 404 when the public registry says so", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(404, { "content-type": "application/json" }).end("{}"),
    );
    expect((await makeNpmFormat({}, registry.connection).ask("-/npm/v1/attestations/express@4.18.2")).status).toBe(404);
  });

  test.each([
    ["express@latest", "INVALID_VERSION"],
    ["express", "INVALID_NAME"],
    ["@s%2fx", "INVALID_NAME"],
    ["..%2fx@1.0.0", "INVALID_NAME"],
  ])("%s is refused: %s", async (spec, code) => {
    await expect(makeNpmFormat({}, NOBODY).ask(`-/npm/v1/attestations/${spec}`)).rejects.toMatchObject({ code });
  });
});
