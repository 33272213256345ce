import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeExternalRegistry, textOf } from "./test-external-registry.ts";

const express = parseNpmName("express");
const packument = buildPackument("express", [buildManifest("express", "4.18.2")]);
const MEBIBYTE = 1024 * 1024;

describe("a body from the public registry", () => {
  test("that announces more than the limit is refused before it is read", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(200, { "content-length": String(200 * MEBIBYTE) }).write("{"),
    );
    await expect(makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining(String(128 * MEBIBYTE)) as unknown,
    });
    expect(registry.requests).toHaveLength(1);
  });

  test("of 200 MB that announces nothing is refused at the limit, never held whole", async () => {
    const chunk = Buffer.alloc(MEBIBYTE, 0x20);
    let sent = 0;
    const registry = await startRegistry((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on("drain", more);
      more();
    });
    await expect(
      makeExternalRegistry({ maxPackumentBytes: 8 * MEBIBYTE }).fetchPackage(registry.connection, express, {}, {}),
    ).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(sent).toBeLessThan(100);
  });

  test("that falls silent is given up", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(200).write("{"));
    await expect(
      makeExternalRegistry({ timeouts: { body: 100 } }).fetchPackage(registry.connection, express, {}, {}),
    ).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE", details: { fault: "silent" } });
  });

  test("that breaks off is asked for again", async () => {
    const registry = await startRegistry((request, response, count) => {
      if (count > 1) return sendJson(response, packument);
      response.writeHead(200, { "content-length": "1000" }).write("{", () => request.socket.destroy());
      return undefined;
    });
    expect((await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    expect(registry.requests).toHaveLength(2);
  });

  test("that is shorter than announced is no tarball", async () => {
    const registry = await startRegistry((request, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("half", () => request.socket.destroy());
    });
    const stream = await makeExternalRegistry().fetchAsset(
      registry.connection,
      { name: "package.tgz", url: `${registry.url}x.tgz` },
      {},
    );
    await expect(textOf(stream)).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      details: { fault: "broken" },
    });
  });

  test("of a tarball that falls silent ends the stream with an error", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(200).write("half"));
    const external = makeExternalRegistry({ timeouts: { body: 100 } });
    const stream = await external.fetchAsset(
      registry.connection,
      { name: "package.tgz", url: `${registry.url}x.tgz` },
      {},
    );
    await expect(textOf(stream)).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      details: { fault: "silent" },
    });
  });

  test("is not given up while it is the reader who takes time", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(200).end("whole"));
    const external = makeExternalRegistry({ timeouts: { body: 50 } });
    const stream = await external.fetchAsset(
      registry.connection,
      { name: "package.tgz", url: `${registry.url}x.tgz` },
      {},
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await textOf(stream)).toBe("whole");
  });

  test("ends at the registry when the reader leaves", async () => {
    let left: (() => void) | undefined;
    const leaving = new Promise<void>((resolve) => {
      left = resolve;
    });
    const registry = await startRegistry((request, response) => {
      request.socket.on("close", () => left?.());
      response.writeHead(200).write("half");
    });
    const stream = await makeExternalRegistry().fetchAsset(
      registry.connection,
      { name: "package.tgz", url: `${registry.url}x.tgz` },
      {},
    );
    await stream.cancel();
    await expect(leaving).resolves.toBeUndefined();
  });
});
