import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, type Server, createServer } from "node:net";
import { ephemeralPort } from "@headwater/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
  project = await createFaultProject({ registry: registry.url, configuration: "server: { token: env:TEST_TOKEN }\n" });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const serve = (...args: readonly string[]) =>
  project.headwater(["serve", ...args], { env: { TEST_TOKEN: "token" }, timeout: 20_000 });

test("serve on a port in use exits 5 and says which", async () => {
  const other = await occupy(0);
  const { port } = other.address() as AddressInfo;
  const { code, stdout, stderr } = await serve("--port", String(port));
  expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
  expect(stderr).toBe(
    `error PORT_IN_USE: Port ${port} of 127.0.0.1 is in use by another process.\n  hint: It may be another headwater serve. End it, or use another port: headwater serve --port N, or server.url in headwater.yml, which headwater login reads too.\n`,
  );
  other.close();
});

test.each([
  ["a port that is none", ["--port", "80000"], 2, "error INVALID_ARGUMENT: --port is 80000"],
  ["a port that is no number", ["--port", "http"], 2, 'error INVALID_ARGUMENT: --port is "http"'],
  ["an address that others can reach", ["--host", "0.0.0.0"], 2, "error NOT_SUPPORTED: Headwater serves on a loopback"],
])("serve on %s exits 2 with what to do", async (_, args, exit, message) => {
  const { code, stderr } = await serve(...args);
  expect([code, stderr]).toEqual([exit, expect.stringContaining(message)]);
  expect(stderr).toContain("\n  hint: ");
});

test("serve without its token's variable exits 2 and never listens", async () => {
  const { code, stdout, stderr } = await project.headwater(["serve", "--port", "0"], { timeout: 20_000 });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(
    "error CONFIGURATION_INVALID: The variable TEST_TOKEN, which holds the server's token, is not set.",
  );
});

interface Seen {
  readonly port: number;
  readonly caching: readonly (string | null)[];
}

/** What a client sees of its endpoint: the port, and how packument and tarball may be cached. */
async function look(repository: string): Promise<Seen> {
  const script = `
    const registry = process.env.npm_config_registry;
    const authorization = "Bearer " + process.env["npm_config_//" + new URL(registry).host + "/:_authToken"];
    const ask = async (path) => {
      const response = await fetch(registry + path, { headers: { authorization } });
      await response.arrayBuffer();
      return response.headers.get("cache-control");
    };
    const caching = [await ask("lib"), await ask("lib/-/lib-1.0.0.tgz")];
    console.log(JSON.stringify({ port: Number(new URL(registry).port), caching }));`;
  const exec = ["exec", "--repository", repository, "--", "node", "--input-type=module", "-e", script];
  const { code, stdout, stderr } = await project.headwater(exec);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Seen;
}

test("exec takes the repository's own port; when a stale process has it, another one, and clients may keep nothing", async () => {
  const repository = `team-${randomBytes(6).toString("hex")}`;
  await project.json(["create-repository", "--repository", repository, "--upstreams", "shared"]);
  const own = ephemeralPort("acme", repository);
  const immutable: unknown = expect.stringContaining("immutable");
  expect(await look(repository)).toEqual({ port: own, caching: ["no-cache", immutable] });
  const stale = await occupy(own);
  const { port, caching } = await look(repository);
  expect(port).not.toBe(own);
  expect(caching).toEqual(["no-store", "no-store"]);
  stale.close();
  expect(await project.held(repository)).toEqual(["lib@1.0.0"]);
});

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
