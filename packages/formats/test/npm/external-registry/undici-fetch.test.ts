import { once } from "node:events";
import { type IncomingMessage, createServer, request as httpRequest } from "node:http";
import { type ServerOptions as TlsOptions, createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { CERTIFICATE, PRIVATE_KEY } from "../../../../../test/kit/loopback-certificate.ts";
import { parseNpmName } from "../../../src/npm/names.ts";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeExternalRegistry } from "./test-external-registry.ts";

const express = parseNpmName("express");
const packument = buildPackument("express", [buildManifest("express", "4.18.2")]);

/** A forward proxy on loopback that notes what went through it. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url}`);
    const onward = httpRequest(
      request.url ?? "",
      { method: request.method ?? "GET", headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on("connect", (request, client, head) => {
    asked.push(`CONNECT ${request.url}`);
    const [host, port] = (request.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    onward.on("error", () => client.destroy());
    client.on("error", () => onward.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A registry behind a certificate that nobody trusts by default. */
async function startTlsRegistry(options: TlsOptions = {}) {
  const server = createTlsServer({ cert: CERTIFICATE, key: PRIVATE_KEY, ...options }, (_request, response) =>
    sendJson(response, packument),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { name: "public:npmjs", url: `https://localhost:${(server.address() as AddressInfo).port}/` };
}

describe("proxies", () => {
  test("are used as they are given", async () => {
    const [registry, proxy] = [
      await startRegistry((_request, response) => sendJson(response, packument)),
      await startProxy(),
    ];
    const external = makeExternalRegistry({ proxy: { httpProxy: proxy.url } });
    expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    expect(proxy.asked).toEqual([`GET ${registry.url}express`]);
  });

  test("are passed by for hosts that need none", async () => {
    const [registry, proxy] = [
      await startRegistry((_request, response) => sendJson(response, packument)),
      await startProxy(),
    ];
    const external = makeExternalRegistry({ proxy: { httpProxy: proxy.url, noProxy: "127.0.0.1" } });
    expect((await external.fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    expect(proxy.asked).toEqual([]);
  });

  test("are tunnelled through to https, and the certificate is that of the registry", async () => {
    const [connection, proxy] = [await startTlsRegistry(), await startProxy()];
    const external = makeExternalRegistry({ proxy: { httpsProxy: proxy.url }, certificateAuthorities: [CERTIFICATE] });
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
    expect(proxy.asked).toEqual([`CONNECT ${new URL(connection.url).host}`]);
  });

  test("of the environment are not used unless they are given", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const proxy = await startProxy();
    process.env["http_proxy"] = proxy.url;
    onTestFinished(() => {
      delete process.env["http_proxy"];
    });
    expect((await makeExternalRegistry().fetchPackage(registry.connection, express, {}, {})).type).toBe("found");
    expect(proxy.asked).toEqual([]);
  });

  test("that cannot be used do not keep the registry from being closed", async () => {
    const external = makeExternalRegistry({ proxy: { httpProxy: "http://" }, retries: 0 });
    const connection = { name: "public:npmjs", url: "http://registry.invalid/" };
    await expect(external.fetchPackage(connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    await expect(external.close()).resolves.toBeUndefined();
  });

  test("that are not there make the registry unreachable", async () => {
    const registry = await startRegistry((_request, response) => sendJson(response, packument));
    const external = makeExternalRegistry({ proxy: { httpProxy: "http://127.0.0.1:9" }, retries: 0 });
    await expect(external.fetchPackage(registry.connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    expect(registry.requests).toHaveLength(0);
  });
});

describe("certificates", () => {
  test("of an authority that is named are trusted", async () => {
    const connection = await startTlsRegistry();
    const external = makeExternalRegistry({ certificateAuthorities: [CERTIFICATE] });
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
  });

  test("of nobody are when the settings say that any will do", async () => {
    const connection = await startTlsRegistry();
    const external = makeExternalRegistry({ tls: { rejectUnauthorized: false } });
    expect((await external.fetchPackage(connection, express, {}, {})).type).toBe("found");
  });

  test("of who asks are shown to a registry that wants to see one", async () => {
    const connection = await startTlsRegistry({ requestCert: true, rejectUnauthorized: true, ca: CERTIFICATE });
    const trusting = { certificateAuthorities: [CERTIFICATE], retries: 0 };
    const known = makeExternalRegistry({ ...trusting, tls: { certificate: CERTIFICATE, key: PRIVATE_KEY } });
    expect((await known.fetchPackage(connection, express, {}, {})).type).toBe("found");
    await expect(makeExternalRegistry(trusting).fetchPackage(connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
  });

  test("of nobody are not, and the error says so", async () => {
    const connection = await startTlsRegistry();
    const external = makeExternalRegistry();
    await expect(external.fetchPackage(connection, express, {}, {})).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      hint: expect.stringContaining("certificate authority") as unknown,
      details: { fault: "certificate" },
    });
    expect(external.waits).toEqual([]);
  });
});
