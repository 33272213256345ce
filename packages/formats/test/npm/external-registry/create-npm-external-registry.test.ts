import { createHash } from "node:crypto";
import type { JsonObject } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { createNpmExternalRegistry } from "../../../src/npm/external-registry/create-npm-external-registry.ts";
import { parseNpmName } from "../../../src/npm/names.ts";
import { startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument, publishedAt } from "../packument-builder.ts";
import { makeExternalRegistry, textOf } from "./test-external-registry.ts";

const express = parseNpmName("express");
const connection = { name: "public:npmjs", url: "https://mirror.example.org/" };

function documentOf(content: string) {
  return {
    documentId: createHash("sha256").update(content).digest("base64url"),
    load: async () => Buffer.from(content),
  };
}

const read = (manifest: JsonObject, version = "4.18.2") =>
  makeExternalRegistry().readVersion(
    connection,
    express,
    documentOf(JSON.stringify(buildPackument("express", [manifest]))),
    version,
  );

describe("a version out of a document", () => {
  test("has every field, no host, its publish time and its one asset (A3, F6)", async () => {
    const manifest = buildManifest("express", "4.18.2", { deprecated: "x", dist: { signatures: [{ keyid: "k" }] } });
    const dist = manifest["dist"] as JsonObject;
    expect(await read(manifest)).toEqual({
      version: "4.18.2",
      manifest: { ...manifest, dist: { ...dist, tarball: "express/-/express-4.18.2.tgz" } },
      publishedTime: Date.parse(publishedAt(0)),
      assets: [
        {
          name: "package.tgz",
          url: "https://mirror.example.org/express/-/express-4.18.2.tgz",
          integrity: dist["integrity"],
        },
      ],
    });
  });

  test("that lists its tarball on another host is refused when it is fetched", async () => {
    const evil = await startRegistry((_request, response) => response.end("evil"));
    const announced = await read(
      buildManifest("express", "4.18.2", { dist: { tarball: `${evil.url}express-4.18.2.tgz` } }),
    );
    const [asset] = announced?.assets ?? [];
    expect(announced?.manifest["dist"]).toMatchObject({ tarball: "express/-/express-4.18.2.tgz" });
    await expect(
      makeExternalRegistry().fetchAsset(connection, asset ?? { name: "", url: "" }, {}),
    ).rejects.toMatchObject({
      code: "EXTERNAL_ASSET_FOREIGN_HOST",
    });
    expect(evil.requests).toHaveLength(0);
  });

  test("is undefined when it is not in there", async () => {
    expect(await read(buildManifest("express", "4.18.2"), "4.18.3")).toBeUndefined();
    expect(await read(buildManifest("express", "4.18.2"), "__proto__")).toBeUndefined();
  });

  test("that announces no integrity and no time has none", async () => {
    const document = documentOf(JSON.stringify({ name: "express", versions: { "1.0.0": { name: "express" } } }));
    expect(await makeExternalRegistry().readVersion(connection, express, document, "1.0.0")).toEqual({
      version: "1.0.0",
      manifest: { name: "express", dist: { tarball: "express/-/express-1.0.0.tgz" } },
      assets: [{ name: "package.tgz", url: "https://mirror.example.org/express/-/express-1.0.0.tgz" }],
    });
  });

  test("that is nested too deeply is refused, whoever would walk it", async () => {
    const deep = `{"name":"express","versions":{"1.0.0":{"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}`;
    await expect(
      makeExternalRegistry().readVersion(connection, express, documentOf(deep), "1.0.0"),
    ).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_INVALID_ANSWER",
    });
  });

  test("out of a document that cannot be read is the registry's fault", async () => {
    for (const content of ["", "<html>", '{"name":"other"}']) {
      await expect(
        makeExternalRegistry().readVersion(connection, express, documentOf(content), "1.0.0"),
      ).rejects.toMatchObject({
        code: "EXTERNAL_REGISTRY_INVALID_ANSWER",
      });
    }
  });
});

describe("requests", () => {
  test("leave through the fetch that is given", async () => {
    const asked: string[] = [];
    const external = makeExternalRegistry({
      async fetch(url, init) {
        asked.push(`${init.method} ${url} ${init.redirect} ${init.headers["user-agent"]}`);
        return new Response("tarball");
      },
      userAgent: "headwater/0.1.0",
    });
    const asset = { name: "package.tgz", url: "https://mirror.example.org/x.tgz" };
    expect(await textOf(await external.fetchAsset(connection, asset, {}))).toBe("tarball");
    expect(asked).toEqual(["GET https://mirror.example.org/x.tgz manual headwater/0.1.0"]);
  });

  test("wait for a real while between tries when nobody says otherwise", async () => {
    const registry = await startRegistry((_request, response, count) =>
      response.writeHead(count === 1 ? 503 : 200).end("tarball"),
    );
    const external = createNpmExternalRegistry({ defaultRegistryUrl: connection.url });
    const started = Date.now();
    await textOf(
      await external.fetchAsset(registry.connection, { name: "package.tgz", url: `${registry.url}x.tgz` }, {}),
    );
    await external.close();
    expect(Date.now() - started).toBeGreaterThanOrEqual(240);
  });
});
