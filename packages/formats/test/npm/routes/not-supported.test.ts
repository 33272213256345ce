import { describe, expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

describe("what npm's registry has and a repository has not", () => {
  test.each([
    ["POST", "-/v1/login", "logging in", "headwater login"],
    ["PUT", "-/user/org.couchdb.user:me", "logging in", "headwater login"],
    ["GET", "-/user/org.couchdb.user:me", "npm owner", "policies"],
    ["DELETE", "-/user/token/abc", "logging in", "headwater login"],
    ["GET", "-/npm/v1/tokens", "npm token", "server.token"],
    ["POST", "-/npm/v1/tokens", "npm token", "server.token"],
    ["GET", "-/npm/v1/user", "npm profile", "headwater login"],
    ["POST", "-/npm/v1/hooks/hook", "npm hook", "list-package-versions"],
    ["GET", "-/org/acme/user", "npm team", "policies"],
    ["PUT", "-/team/acme/developers/user", "npm team", "policies"],
    ["GET", "-/package/express/collaborators", "npm owner", "policies"],
    ["POST", "-/package/@s%2fx/access", "npm access", "policies"],
    ["GET", "-/_view/starredByUser", "npm star", "stars"],
    ["POST", "-/stage/package/express", "npm stage", "copy the version"],
    ["POST", "-/ping", "this request", "Nothing was changed"],
    ["PATCH", "express", "this request", "Nothing was changed"],
  ])("%s /%s is not supported here: %s; instead: %s (N2)", async (method, path, what, instead) => {
    await expect(makeNpmFormat({}).ask(path, { method })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      message: expect.stringMatching(new RegExp(`not supported here: .*${what}`)) as unknown,
      hint: expect.stringContaining(instead) as unknown,
    });
  });

  test("a document of owners or stars is none that a repository keeps (N2)", async () => {
    const send = (body: string) => makeNpmFormat({}).ask("express", { method: "PUT", body });
    await expect(send('{"_id":"express","maintainers":[]}')).rejects.toMatchObject({
      message: expect.stringContaining("npm owner") as unknown,
    });
    await expect(send('{"_id":"express","users":{}}')).rejects.toMatchObject({
      message: expect.stringContaining("npm star") as unknown,
    });
    await expect(send('{"_id":"express"}')).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("anything else that is asked for is simply not there", async () => {
    await expect(makeNpmFormat({}).ask("-/nothing/at/all")).rejects.toMatchObject({ code: "ROUTE_NOT_FOUND" });
  });
});
