import { expect, test } from "vitest";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

test("GET /-/package/{package}/dist-tags gives the merged dist-tags, as the packument shows them (T1)", async () => {
  const document = buildPackument("@types/node", [buildManifest("@types/node", "22.0.0")]);
  const { ask } = makeNpmFormat(
    { "@types/node": { external: { document }, tags: { latest: "22.0.0", ours: "22.0.0" } } },
    NOBODY,
  );
  for (const name of ["@types%2fnode", "@types/node"]) {
    const answer = await ask(`-/package/${name}/dist-tags`);
    expect(await answer.json()).toEqual({ latest: "22.0.0", ours: "22.0.0" });
    expect(
      (await ask(`-/package/${name}/dist-tags`, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } }))
        .status,
    ).toBe(304);
  }
});
