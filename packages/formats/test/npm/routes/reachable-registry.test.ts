import { expect, test } from "vitest";
import { makeNpmFormat } from "../test-npm-format.ts";

test("a repository that reaches no public registry says so where one is needed", async () => {
  await expect(makeNpmFormat({}).ask("-/npm/v1/keys")).rejects.toMatchObject({
    code: "EXTERNAL_CONNECTION_NOT_FOUND",
    message: "team reaches no public npm registry that could be asked for signing keys.",
  });
});
