import { expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

test("GET /-/ping is an empty object, whatever the query (N3)", async () => {
  const { ask } = makeNpmFormat({});
  for (const path of ["-/ping", "-/ping?write=true"]) expect(await (await ask(path)).json()).toEqual({});
});

test("GET /-/ping of a repository that is not there says so", async () => {
  const { ask } = makeNpmFormat({});
  await expect(ask("-/ping", { repository: "none" })).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
});
