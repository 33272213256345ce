import { describe, expect, test } from "vitest";
import { startRegistry } from "../loopback-registry.ts";
import { makeExternalRegistry, textOf } from "./test-external-registry.ts";

const credentials = { "public:npmjs": { type: "token", token: "s3cret" } } as const;
const asset = (url: string) => ({ name: "package.tgz", url });

describe("a tarball from the public registry", () => {
  test("comes as it is, uncompressed on the way", async () => {
    const registry = await startRegistry((_request, response) => response.writeHead(200).end("tarball"));
    const stream = await makeExternalRegistry().fetchAsset(
      registry.connection,
      asset(`${registry.url}express/-/express-4.18.2.tgz`),
      {},
    );
    expect(await textOf(stream)).toBe("tarball");
    expect(registry.requests[0]?.url).toBe("/express/-/express-4.18.2.tgz");
    expect(registry.requests[0]?.headers["accept-encoding"]).toBe("identity");
  });

  test("on another host is refused without asking it", async () => {
    const foreign = await startRegistry((_request, response) => response.end("evil"));
    const registry = await startRegistry((_request, response) => response.end("tarball"));
    await expect(
      makeExternalRegistry({ credentials }).fetchAsset(registry.connection, asset(`${foreign.url}x.tgz`), {}),
    ).rejects.toMatchObject({
      code: "EXTERNAL_ASSET_FOREIGN_HOST",
      message: expect.stringContaining(foreign.url) as unknown,
    });
    expect(foreign.requests).toHaveLength(0);
  });

  test("may be redirected to the registry's storage, without credentials", async () => {
    const storage = await startRegistry((_request, response) => response.end("tarball"));
    const registry = await startRegistry((_request, response) =>
      response.writeHead(302, { location: `${storage.url}blob` }).end(),
    );
    const stream = await makeExternalRegistry({ credentials }).fetchAsset(
      registry.connection,
      asset(`${registry.url}x.tgz`),
      {},
    );
    expect(await textOf(stream)).toBe("tarball");
    expect(registry.requests[0]?.headers.authorization).toBe("Bearer s3cret");
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });

  test("that announces more than the limit is refused before it is read", async () => {
    const registry = await startRegistry((_request, response) =>
      response.writeHead(200, { "content-length": String(6 * 1024 ** 3) }).write("x"),
    );
    await expect(
      makeExternalRegistry().fetchAsset(registry.connection, asset(`${registry.url}x.tgz`), {}),
    ).rejects.toMatchObject({ code: "TOO_LARGE", message: expect.stringContaining("/x.tgz") as unknown });
    expect(registry.requests).toHaveLength(1);
  });

  test("that announces nothing ends with an error at the limit, and the registry is told", async () => {
    const { promise: left, resolve } = Promise.withResolvers<void>();
    const registry = await startRegistry((_request, response) => {
      response.on("close", resolve);
      response.writeHead(200).write("tarball");
    });
    const stream = await makeExternalRegistry({ maxTarballBytes: 6 }).fetchAsset(
      registry.connection,
      asset(`${registry.url}x.tgz`),
      {},
    );
    await expect(textOf(stream)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await left;
  });

  test.each([
    [404, "ASSET_NOT_FOUND", 1],
    [410, "ASSET_NOT_FOUND", 1],
    [403, "EXTERNAL_REGISTRY_REFUSED", 1],
    [304, "EXTERNAL_REGISTRY_FAILED", 1],
    [500, "EXTERNAL_REGISTRY_FAILED", 3],
  ])("answered with %i is %s after %i tries", async (status, code, tries) => {
    const registry = await startRegistry((_request, response) => response.writeHead(status).end());
    await expect(
      makeExternalRegistry().fetchAsset(registry.connection, asset(`${registry.url}x.tgz`), {}),
    ).rejects.toMatchObject({ code });
    expect(registry.requests).toHaveLength(tries);
  });
});
