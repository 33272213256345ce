import { describe, expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

describe("writing", () => {
  test.each([
    ["PUT", "express"],
    ["PUT", "@s%2fx"],
    ["PUT", "express/-rev/1-abc"],
    ["DELETE", "express/-rev/1-abc"],
    ["DELETE", "express/-/express-4.18.2.tgz/-rev/1-abc"],
    ["PUT", "-/package/express/dist-tags/next"],
    ["DELETE", "-/package/express/dist-tags/next"],
    ["POST", "-/stage"],
    ["POST", "-/ping"],
  ])("%s /%s: publishing is not supported yet (E7)", async (method, path) => {
    await expect(makeNpmFormat({}).ask(path, { method })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      message: expect.stringContaining("publishing is not supported yet") as unknown,
    });
  });

  test.each([
    ["POST", "-/v1/login"],
    ["PUT", "-/user/org.couchdb.user:me"],
    ["DELETE", "-/user/token/abc"],
    ["POST", "-/npm/v1/tokens"],
  ])("%s /%s: accounts are not managed here", async (method, path) => {
    await expect(makeNpmFormat({}).ask(path, { method })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      message: expect.stringContaining("logging in") as unknown,
    });
  });
});
