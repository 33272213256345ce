import { expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

test("GET /-/package/{package}/visibility: no package of a repository is for everybody", async () => {
  const { ask } = makeNpmFormat({});
  expect(await (await ask("-/package/@acme%2ftool/visibility")).json()).toEqual({ public: false });
  await expect(ask("-/package/.hidden/visibility")).rejects.toMatchObject({ code: "INVALID_NAME" });
  await expect(ask("-/package/tool/visibility", { repository: "nowhere" })).rejects.toMatchObject({
    code: "REPOSITORY_NOT_FOUND",
  });
});
