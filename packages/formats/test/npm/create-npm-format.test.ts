import { describe, expect, test } from "vitest";
import { buildManifest, buildPackument } from "./packument-builder.ts";
import { makeNpmFormat, NOBODY } from "./test-npm-format.ts";

const packages = {
  "@types/node": { external: { document: buildPackument("@types/node", [buildManifest("@types/node", "22.0.0")]) } },
  "-": { external: { document: buildPackument("-", [buildManifest("-", "0.0.1")]) } },
};

describe("npm's wire protocol", () => {
  test.each(["@types/node", "@types%2fnode", "@types%2Fnode", "%40types%2fnode", "@types/node/"])(
    "takes a scoped name as clients write it: %s (N5)",
    async (path) => {
      const answer = await makeNpmFormat(packages, NOBODY).ask(path);
      expect(await answer.json()).toMatchObject({ name: "@types/node" });
    },
  );

  test.each([
    "@types/node/-/node-22.0.0.tgz",
    "@types%2fnode/-/node-22.0.0.tgz",
    "@types%2Fnode/-/node-22.0.0.tgz",
    "@types/node/-/@types/node-22.0.0.tgz",
  ])("gives the tarball at %s (N5)", async (path) => {
    const { ask, resolver } = makeNpmFormat(packages, NOBODY);
    expect(await (await ask(path)).text()).toBe("tarball of @types/node@22.0.0");
    expect(resolver.fetched).toEqual(["@types/node@22.0.0"]);
  });

  test("knows the package whose name is a dash", async () => {
    const { ask } = makeNpmFormat(packages, NOBODY);
    expect(await (await ask("-")).json()).toMatchObject({ name: "-" });
    expect(await (await ask("-/-/--0.0.1.tgz")).text()).toBe("tarball of -@0.0.1");
  });

  test.each([
    "..%2f..%2fetc%2fpasswd",
    ".hidden",
    "a%00b",
    "a%2fb",
    "__proto__",
    "@__proto__%2fx",
    "@s%2f..",
    "a".repeat(300),
    "%zz",
  ])("refuses the name in %.40s, and asks nobody", async (path) => {
    const { ask, resolver } = makeNpmFormat(packages, NOBODY);
    for (const target of [path, `${path}/-/x-1.0.0.tgz`, `${path}/1.0.0`, `-/package/${path}/dist-tags`]) {
      await expect(ask(target), target).rejects.toMatchObject({ code: "INVALID_NAME" });
    }
    expect(resolver.fetched).toEqual([]);
  });

  test.each(["", "a/b/c/d", "-/unknown", "-/all", "express/-/express.zip/x", "//"])(
    "has nothing at %j",
    async (path) => {
      await expect(makeNpmFormat(packages, NOBODY).ask(path)).rejects.toMatchObject({ code: "ROUTE_NOT_FOUND" });
    },
  );

  test("says what is not there", async () => {
    const { ask } = makeNpmFormat(packages, NOBODY);
    await expect(ask("express")).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
    await expect(ask("express", { repository: "nobody" })).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});
