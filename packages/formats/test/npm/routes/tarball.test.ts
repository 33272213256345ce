import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildManifest, buildPackument, tarballOf } from "../packument-builder.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

const odd = { dist: { tarball: "https://npm.example.com/express/-/express-four.tgz" } };
const document = buildPackument("express", [
  buildManifest("express", "4.18.2"),
  buildManifest("express", "4.0.0", odd),
]);
const express = { external: { document } };
const sha512 = createHash("sha512").update(tarballOf("express", "4.18.2")).digest("hex");

describe("GET /{package}/-/{file}.tgz", () => {
  test("is the version's one asset, streamed, for ever to the client alone (A3, N4)", async () => {
    const { ask, resolver } = makeNpmFormat({ express }, NOBODY);
    const answer = await ask("express/-/express-4.18.2.tgz");
    expect(await answer.text()).toBe("tarball of express@4.18.2");
    expect(Object.fromEntries(answer.headers)).toEqual({
      "content-type": "application/octet-stream",
      "cache-control": "private, immutable, max-age=31536000",
      "content-length": "25",
      etag: `"sha512-${sha512}"`,
    });
    expect([resolver.fetched, resolver.loads()]).toEqual([["express@4.18.2"], 0]);
  });

  test("is not kept where the endpoint's address changes", async () => {
    const answer = await makeNpmFormat({ express }, NOBODY).ask("express/-/express-4.18.2.tgz", {
      cacheControl: "no-store",
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("finds the version of an unconventional file name by the packument", async () => {
    const { ask, resolver } = makeNpmFormat({ express }, NOBODY);
    expect(await (await ask("express/-/express-four.tgz")).text()).toBe("tarball of express@4.0.0");
    expect(resolver.fetched).toEqual(["express@4.0.0"]);
  });

  test("finds it also for a version that is not listed, whose lockfiles keep working (X1)", async () => {
    const { ask } = makeNpmFormat({ express: { external: { document, hidden: ["4.0.0"] } } }, NOBODY);
    expect(await (await ask("express/-/express-four.tgz")).text()).toBe("tarball of express@4.0.0");
  });

  test("finds it for a held version", async () => {
    const held = { "1.0.0": buildManifest("x", "1.0.0", { dist: { tarball: "x/-/x-one.tgz" } }, "") };
    const { ask } = makeNpmFormat({ x: { held } });
    expect(await (await ask("x/-/x-one.tgz")).text()).toBe("tarball of x@1.0.0");
  });

  test("finds it where the file name looks like another version", async () => {
    const misnamed = buildPackument("x", [
      buildManifest("x", "1.0.0", { dist: { tarball: "https://npm.example.com/x/-/x-0.9.0.tgz" } }),
    ]);
    const { ask, resolver } = makeNpmFormat({ x: { external: { document: misnamed } } }, NOBODY);
    expect(await (await ask("x/-/x-0.9.0.tgz")).text()).toBe("tarball of x@1.0.0");
    expect(resolver.fetched).toEqual(["x@0.9.0", "x@1.0.0"]);
  });

  test.each(["express/-/express-9.9.9.tgz", "express/-/express-unknown.tgz", "express/-/other-4.18.2.tgz"])(
    "%s is not found",
    async (path) => {
      await expect(makeNpmFormat({ express }, NOBODY).ask(path)).rejects.toMatchObject({
        code: "PACKAGE_VERSION_NOT_FOUND",
      });
    },
  );

  test("is 304 for a client that has it, which keeps what is held and fetches nothing", async () => {
    const headers = { "if-none-match": `"sha512-${sha512}"` };
    const unheld = makeNpmFormat({ express }, NOBODY);
    const held = makeNpmFormat({ express: { held: { "4.18.2": buildManifest("express", "4.18.2") } } });
    for (const { ask } of [unheld, held]) {
      const answer = await ask("express/-/express-4.18.2.tgz", { headers });
      expect([answer.status, await answer.text(), answer.headers.has("content-length")]).toEqual([304, "", false]);
    }
    expect([unheld.resolver.fetched, held.resolver.fetched]).toEqual([[], ["express@4.18.2"]]);
  });

  test("is whole for a client that has other bytes", async () => {
    const { ask, resolver } = makeNpmFormat({ express }, NOBODY);
    const answer = await ask("express/-/express-4.18.2.tgz", { headers: { "if-none-match": '"sha512-00"' } });
    expect([answer.status, await answer.text()]).toEqual([200, "tarball of express@4.18.2"]);
    expect(resolver.fetched).toEqual(["express@4.18.2"]);
  });
});

describe("HEAD /{package}/-/{file}.tgz", () => {
  const head = { method: "HEAD" };

  test("of a held version has the size and no body, and keeps nothing", async () => {
    const held = { "4.18.2": buildManifest("express", "4.18.2") };
    const { ask, resolver } = makeNpmFormat({ express: { held } });
    const answer = await ask("express/-/express-4.18.2.tgz", head);
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([200, "25", ""]);
    expect(answer.headers.get("etag")).toBe(`"sha512-${sha512}"`);
    expect(resolver.fetched).toEqual([]);
  });

  test.each(["express/-/express-4.18.2.tgz", "express/-/express-four.tgz"])(
    "of %s, which only the public registry has, fetches and keeps nothing",
    async (path) => {
      const { ask, resolver } = makeNpmFormat({ express }, NOBODY);
      const answer = await ask(path, head);
      expect([answer.status, answer.headers.has("content-length"), await answer.text()]).toEqual([200, false, ""]);
      expect(resolver.fetched).toEqual([]);
    },
  );

  test("of what GET does not find is not found", async () => {
    await expect(makeNpmFormat({ express }, NOBODY).ask("express/-/express-9.9.9.tgz", head)).rejects.toMatchObject({
      code: "PACKAGE_VERSION_NOT_FOUND",
    });
  });
});
