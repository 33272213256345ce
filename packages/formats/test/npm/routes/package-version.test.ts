import { describe, expect, test } from "vitest";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

const NPM = { "user-agent": "npm/12.2.0 node/v24.21.0" };
const manifests = ["4.18.2", "5.0.0"].map((version) => buildManifest("express", version));
const external = { document: buildPackument("express", manifests), hidden: ["4.18.2"] };

describe("GET /{package}/{version or dist-tag}", () => {
  test.each([
    ["express/5.0.0", "5.0.0"],
    ["express/latest", "5.0.0"],
    ["express/held", "1.0.0"],
    ["express/1.0.0", "1.0.0"],
  ])("%s is one manifest, with its tarball as the client wants it", async (path, version) => {
    const { ask } = makeNpmFormat(
      {
        express: {
          external,
          held: { "1.0.0": buildManifest("express", "1.0.0", {}, "") },
          tags: { latest: "5.0.0", held: "1.0.0" },
        },
      },
      NOBODY,
    );
    expect(await (await ask(path, { headers: NPM })).json()).toEqual(buildManifest("express", version));
    const forBun = (await (await ask(path, { headers: { "user-agent": "Bun/1.4.5" } })).json()) as { dist: object };
    expect(Object.keys(forBun.dist)).toEqual(["integrity", "shasum"]);
  });

  test.each(["express/9.9.9", "express/unknown", "express/constructor", "express/4.18.2", "express/^5"])(
    "%s is not found, hidden versions included (L3)",
    async (path) => {
      await expect(makeNpmFormat({ express: { external } }, NOBODY).ask(path)).rejects.toMatchObject({
        code: "PACKAGE_VERSION_NOT_FOUND",
      });
    },
  );

  test("is 304 for a client that has it", async () => {
    const { ask } = makeNpmFormat({ express: { external } }, NOBODY);
    const etag = (await ask("express/5.0.0")).headers.get("etag") ?? "";
    expect((await ask("express/5.0.0", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await ask("express/latest", { headers: { ...NPM, "if-none-match": etag } })).status).toBe(200);
  });
});
