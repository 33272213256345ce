import { gunzipSync } from "node:zlib";
import type { JsonObject } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { buildManifest, buildPackument } from "./packument-builder.ts";
import { BASE_URL, makeNpmFormat, NOBODY } from "./test-npm-format.ts";

const NPM = { "user-agent": "npm/12.2.0 node/v24.21.0" };
const PNPM = { "user-agent": "pnpm/12.21.0" };
const BUN = { "user-agent": "Bun/1.4.5" };
const REMOTE = { baseUrl: "https://repo.example.com/npm/team/" };
const document = buildPackument("express", [buildManifest("express", "4.18.2")]);
const tarballIn = (packument: unknown): unknown =>
  (packument as { versions: Record<string, { dist: JsonObject }> }).versions["4.18.2"]?.dist["tarball"];

describe("renditions of a packument", () => {
  test("are computed once per variant, whatever the tarball's base", async () => {
    const { ask, renditions, resolver } = makeNpmFormat({ express: { external: { document } } }, NOBODY);
    for (let round = 0; round < 3; round += 1) {
      expect(tarballIn(await (await ask("express", { headers: NPM })).json())).toBe(
        "https://npm.example.com/express/-/express-4.18.2.tgz",
      );
      expect(tarballIn(await (await ask("express", { headers: PNPM })).json())).toBe(
        `${BASE_URL}express/-/express-4.18.2.tgz`,
      );
      expect(tarballIn(await (await ask("express", { headers: PNPM, ...REMOTE })).json())).toBe(
        `${REMOTE.baseUrl}express/-/express-4.18.2.tgz`,
      );
      expect(tarballIn(await (await ask("express", { headers: BUN })).json())).toBeUndefined();
    }
    expect(renditions.puts).toEqual(["npm//express full", "npm//express full-absent"]);
    expect(resolver.loads()).toBe(2);
  });

  test("are computed once also when many ask at once", async () => {
    const { ask, renditions, resolver } = makeNpmFormat({ express: { external: { document } } }, NOBODY);
    await Promise.all(Array.from({ length: 10 }, () => ask("express", { headers: NPM })));
    expect([renditions.puts, resolver.loads()]).toEqual([["npm//express full"], 1]);
  });

  test("are computed anew when an input changed", async () => {
    const { ask, renditions, resolver } = makeNpmFormat({ express: { external: { document } } }, NOBODY);
    await ask("express");
    const changed = buildPackument("express", [buildManifest("express", "4.18.2"), buildManifest("express", "5.0.0")]);
    resolver.packages.set("express", { external: { document: changed } });
    const packument = (await (await ask("express")).json()) as { versions: object };
    expect(Object.keys(packument.versions)).toEqual(["4.18.2", "5.0.0"]);
    expect(renditions.puts).toHaveLength(2);
  });

  test("are kept compressed per style, their base included", async () => {
    const { ask, renditions } = makeNpmFormat({ express: { external: { document } } }, NOBODY);
    const compressed = { ...PNPM, "accept-encoding": "gzip" };
    for (const baseUrl of [REMOTE.baseUrl, REMOTE.baseUrl, "https://other.example.com/"]) {
      const answer = await ask("express", { headers: compressed, baseUrl });
      expect(answer.headers.get("content-encoding")).toBe("gzip");
      const packument: unknown = JSON.parse(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString());
      expect(tarballIn(packument)).toBe(`${baseUrl}express/-/express-4.18.2.tgz`);
    }
    expect(renditions.puts).toEqual([
      "npm//express full",
      "npm//express full-self-gzip",
      "npm//express full-self-gzip",
    ]);
  });

  test("that cannot be computed are not kept, and are tried again", async () => {
    const { ask, renditions, resolver } = makeNpmFormat(
      { express: { external: { document: { name: "other" } } } },
      NOBODY,
    );
    await expect(ask("express")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_INVALID_ANSWER" });
    expect(renditions.puts).toEqual([]);
    resolver.packages.set("express", { external: { document } });
    expect((await ask("express")).status).toBe(200);
  });
});
