import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { runCommandLine } from "../../src/main.ts";
import { type TestDomain, createTestDomain, runIn } from "../command-runner.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([buildPackage({ name: "lib", version: "1.0.0" })], "server: { token: env:TOKEN }\n");
});
afterAll(() => domain.close());

async function firstLineOf(stream: PassThrough, pattern: RegExp): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    const match = pattern.exec(text);
    if (match !== null) return match[1] ?? "";
  }
  throw new Error(`not in the output: ${text}`);
}

test("serves the domain until it is told to end, to those with the token", async () => {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const context = { env: { ...domain.env, TOKEN: "secret" }, stdin, stdout, stderr, colorDepth: 1, cwd: domain.folder };
  const outcome = runCommandLine(["serve", "--port", "0"], context);
  const endpoint = await firstLineOf(stdout, /headwater login is for server\.url[^]*registry=(\S+)/);
  expect((await fetch(`${endpoint}lib`, { headers: { authorization: "Bearer secret" } })).status).toBe(200);
  expect((await fetch(`${endpoint}lib`)).status).toBe(401);
  process.emit("SIGTERM", "SIGTERM");
  expect(await outcome).toBe(143);
  await expect(fetch(`${endpoint}lib`)).rejects.toThrow("fetch failed");
});

test("without a token the way out is named, and a port that is none is refused", async () => {
  for (const text of ["", "server: { token: env:TOKEN }\n"]) {
    await using folder = await temporaryFolder({ "headwater.yml": `domain: acme\n${text}` });
    expect(await runIn(folder.path, { HOME: folder.path }, ["serve", "--port", "0"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--allow-anyone") as string,
    });
  }
  expect(await domain.run("serve", "--allow-anyone", "--port", "99999")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("error INVALID_ARGUMENT: --port is 99999") as string,
  });
});

test("without a token, on an address of the network or with a number that is none, it does not begin", async () => {
  expect(await domain.run("serve", "--port", "0")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("CONFIGURATION_INVALID") as string,
  });
  expect(await domain.run("serve", "--allow-anyone", "--host", "0.0.0.0")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("NOT_SUPPORTED") as string,
  });
  expect(await domain.run("serve", "--allow-anyone", "--port", "http")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--port") as string,
  });
});
