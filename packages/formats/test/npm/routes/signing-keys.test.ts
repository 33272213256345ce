import { expect, test } from "vitest";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { makeNpmFormat } from "../test-npm-format.ts";

test("GET /-/npm/v1/keys gives the public registry's keys", async () => {
  const registry = await startRegistry((request, response) => sendJson(response, { keys: [request.url] }));
  expect(await (await makeNpmFormat({}, registry.connection).ask("-/npm/v1/keys")).json()).toEqual({
    keys: ["/-/npm/v1/keys"],
  });
});
