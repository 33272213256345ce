import type { JsonObject } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { ABBREVIATED, makeNpmFormat, NOBODY } from "../test-npm-format.ts";

const NPM = { "user-agent": "npm/12.2.0 node/v24.21.0", accept: "application/json" };
const manifest = buildManifest("express", "4.18.2", {
  deprecated: "use 5",
  scripts: { postinstall: "node x" },
  dist: {
    signatures: [{ keyid: "k", sig: "s" }],
    attestations: { url: "https://npm.example.com/-/npm/v1/attestations/express@4.18.2" },
  },
});
const document = buildPackument("express", [manifest], { readme: "# express" });
const express = { express: { external: { document } } };

describe("GET /{package}", () => {
  test("is byte for byte what the public registry means, for npm, when nothing else is held (N5)", async () => {
    const answer = await makeNpmFormat(express, NOBODY).ask("express", { headers: NPM });
    expect(await answer.json()).toEqual(document);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-cache",
      vary: "accept, user-agent, npm-command, headwater-tarballs, accept-encoding",
      etag: expect.stringMatching(/^"[\w-]{43}"$/) as unknown,
      "content-length": expect.stringMatching(/^[0-9]+$/) as unknown,
    });
    expect(answer.headers.has("npm-notice")).toBe(false);
  });

  test("is the abbreviated packument for clients that ask for it", async () => {
    const answer = await makeNpmFormat(express, NOBODY).ask("express", { headers: { ...NPM, accept: ABBREVIATED } });
    expect(answer.headers.get("content-type")).toBe("application/vnd.npm.install-v1+json");
    const { scripts: _scripts, description: _description, ...version } = manifest;
    expect(await answer.json()).toEqual({
      name: "express",
      modified: (document["time"] as JsonObject)["modified"],
      "dist-tags": { latest: "4.18.2" },
      versions: { "4.18.2": { ...version, hasInstallScript: true } },
    });
  });

  test("announces the length of the bytes, not of the characters", async () => {
    const { ask } = makeNpmFormat({ express: { external: { document: { ...document, readme: "é€😀" } } } }, NOBODY);
    const answer = await ask("express", { headers: NPM });
    const bytes = await answer.arrayBuffer();
    expect(answer.headers.get("content-length")).toBe(String(bytes.byteLength));
  });

  test("is 304 for a client that has it, loading nothing", async () => {
    const { ask, resolver, renditions } = makeNpmFormat(express, NOBODY);
    const etag = (await ask("express", { headers: NPM })).headers.get("etag") ?? "";
    const again = await ask("express", { headers: { ...NPM, "if-none-match": etag } });
    expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
    expect([resolver.loads(), renditions.puts.length]).toEqual([1, 1]);
  });

  test("has another ETag for every form and base, and after every change", async () => {
    const { ask, resolver } = makeNpmFormat(express, NOBODY);
    const etags = new Set<string | null>();
    const requests = [
      { headers: NPM },
      { headers: { ...NPM, accept: ABBREVIATED } },
      { headers: { "user-agent": "pnpm/12.21.0" } },
      { headers: { "user-agent": "Bun/1.4.5" } },
      { headers: { "user-agent": "pnpm/12.21.0" }, baseUrl: "https://repo.example.com/" },
      { headers: { "user-agent": "pnpm/12.21.0", "accept-encoding": "gzip" }, baseUrl: "https://repo.example.com/" },
    ];
    for (const request of requests) etags.add((await ask("express", request)).headers.get("etag"));
    resolver.packages.set("express", { external: { document }, tags: { latest: "4.18.2", next: "4.18.2" } });
    etags.add((await ask("express", { headers: NPM })).headers.get("etag"));
    expect(etags.size).toBe(requests.length + 1);
  });

  test("is not kept by clients of an endpoint whose address changes", async () => {
    const answer = await makeNpmFormat(express, NOBODY).ask("express", { cacheControl: "no-store" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("tells npm's user what the view tells (F1)", async () => {
    const notices = [
      { code: "EXTERNAL_REGISTRY_UNREACHABLE", message: "team: public:npmjs could not be asked." },
    ] as const;
    const { ask } = makeNpmFormat({ express: { external: { document }, notices } }, NOBODY);
    expect((await ask("express")).headers.get("npm-notice")).toBe("team: public:npmjs could not be asked.");
  });

  test("is answered from what is held alone where there is no public registry (L1)", async () => {
    const held = { "1.0.0": buildManifest("@team/x", "1.0.0", {}, "") };
    const { ask } = makeNpmFormat({ "@team/x": { held, tags: { latest: "1.0.0" } } });
    const packument = (await (await ask("@team%2fx", { headers: NPM })).json()) as JsonObject;
    expect(packument).toMatchObject({
      name: "@team/x",
      "dist-tags": { latest: "1.0.0" },
      versions: { "1.0.0": { dist: { tarball: "https://npm.example.com/@team/x/-/x-1.0.0.tgz" } } },
      time: { "1.0.0": "2023-01-01T00:00:00.000Z" },
    });
  });
});

describe("HEAD /{package}", () => {
  test("has the same headers and loads nothing", async () => {
    const { ask, resolver } = makeNpmFormat(express, NOBODY);
    const head = await ask("express", { method: "HEAD", headers: NPM });
    expect([head.status, await head.text(), resolver.loads()]).toEqual([200, "", 0]);
    expect(head.headers.get("etag")).toBe((await ask("express", { headers: NPM })).headers.get("etag"));
  });
});
