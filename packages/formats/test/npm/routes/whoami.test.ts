import { expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

test("GET /-/whoami names whom the server took the client for, or says that nobody is known", async () => {
  const { ask } = makeNpmFormat({});
  expect(await (await ask("-/whoami", { principal: "alice" })).json()).toEqual({ username: "alice" });
  await expect(ask("-/whoami")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});
