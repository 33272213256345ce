import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../kit/hostile-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject, type RunningCommand } from "./fault-project.ts";
import { askRaw, type RawAnswer } from "./raw-request.ts";

const LONG = "a".repeat(300);
const TOKEN = "the-token-of-this-test";

/** Targets below a repository's URL, and what they are answered with. */
const TARGETS: readonly (readonly [target: string, status: number, code: string])[] = [
  ["%2e%2e%2fshared", 400, "INVALID_NAME"],
  ["%2e%2e%2f%2e%2e%2fetc%2fpasswd", 400, "INVALID_NAME"],
  ["%00", 400, "INVALID_NAME"],
  ["lib%00", 400, "INVALID_NAME"],
  ["lib%0d%0aset-cookie:x", 400, "INVALID_NAME"],
  ["__proto__", 400, "INVALID_NAME"],
  ["__proto__/1.0.0", 400, "INVALID_NAME"],
  ["__proto__/-/__proto__-1.0.0.tgz", 400, "INVALID_NAME"],
  ["@__proto__%2fx", 400, "INVALID_NAME"],
  ["@%2e%2e/lib", 400, "INVALID_NAME"],
  ["-/package/__proto__/dist-tags", 400, "INVALID_NAME"],
  [LONG, 400, "INVALID_NAME"],
  ["%", 400, "INVALID_NAME"],
  ["%zz", 400, "INVALID_NAME"],
  ["%ff", 400, "INVALID_NAME"],
  ["lib/__proto__", 404, "PACKAGE_VERSION_NOT_FOUND"],
  ["lib/constructor", 404, "PACKAGE_VERSION_NOT_FOUND"],
  [`lib/${LONG}`, 404, "PACKAGE_VERSION_NOT_FOUND"],
  ["lib/-/..%2f..%2fetc%2fpasswd", 404, "PACKAGE_VERSION_NOT_FOUND"],
  ["lib/-/lib-__proto__.tgz", 404, "PACKAGE_VERSION_NOT_FOUND"],
  [`lib/-/lib-${LONG}.tgz`, 404, "PACKAGE_VERSION_NOT_FOUND"],
  ["constructor", 404, "PACKAGE_NOT_FOUND"],
  ["toString", 404, "PACKAGE_NOT_FOUND"],
  ["%2e%2e/", 404, "ROUTE_NOT_FOUND"],
  ["/lib", 404, "ROUTE_NOT_FOUND"],
  ["lib/-/a/b/c", 404, "ROUTE_NOT_FOUND"],
];

/** Targets of a server that serves every repository. */
const SERVER_TARGETS: typeof TARGETS = [
  ["/", 404, "ROUTE_NOT_FOUND"],
  ["/%2e%2e/", 404, "ROUTE_NOT_FOUND"],
  ["/npm/../../etc/passwd", 404, "ROUTE_NOT_FOUND"],
  ["/__proto__", 404, "ROUTE_NOT_FOUND"],
  ["/__proto__/team/lib", 404, "ROUTE_NOT_FOUND"],
  ["/constructor/team/lib", 404, "ROUTE_NOT_FOUND"],
  ["/pypi/team/lib", 404, "ROUTE_NOT_FOUND"],
  ["/npm/__proto__/lib", 400, "INVALID_NAME"],
  ["/npm/%00/lib", 400, "INVALID_NAME"],
  ["/npm/%2e%2e%2fteam/lib", 400, "INVALID_NAME"],
  [`/npm/${LONG}/lib`, 400, "INVALID_NAME"],
  ["/npm/constructor/lib", 404, "REPOSITORY_NOT_FOUND"],
  ["*", 400, "INVALID_ARGUMENT"],
];

let registry: HostileRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startHostileRegistry([buildPackage({ name: "lib", version: "1.0.0" })]);
  project = await createFaultProject({ registry: registry.url, configuration: "server: { token: env:TEST_TOKEN }\n" });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

function expectAnswer(target: string, answer: RawAnswer | undefined, status: number, code: string): void {
  expect([target, answer?.status, answer?.body]).toEqual([target, status, expect.stringContaining(`"code":"${code}"`)]);
  expect(answer?.headers).not.toContain("set-cookie");
}

describe("headwater serve", () => {
  let server: RunningCommand;
  let url: string;

  beforeAll(async () => {
    server = project.start(["serve", "--port", "0", "--json"], { env: { TEST_TOKEN: TOKEN } });
    await server.prints("}");
    ({ url } = JSON.parse(server.printed()) as { readonly url: string });
  });

  const ask = (target: string): Promise<RawAnswer> => askRaw(url, target, [`authorization: Bearer ${TOKEN}`]);

  test.each([...SERVER_TARGETS, ...TARGETS.map(([target, ...rest]) => [`/npm/team/${target}`, ...rest] as const)])(
    "answers GET %s with %i %s",
    async (target, status, code) => expectAnswer(target, await ask(target), status, code),
  );

  test("serves packages after all of that, and only to who has the token", async () => {
    expect(await ask("/npm/team/lib")).toMatchObject({ status: 200 });
    for (const headers of [[], ["authorization: Bearer wrong"], ["authorization: Basic %%%"]]) {
      expectAnswer("/npm/team/lib", await askRaw(url, "/npm/team/lib", headers), 401, "UNAUTHENTICATED");
    }
  });

  test("refuses headers and methods that make no sense, and what cannot be written", async () => {
    expect((await ask(`/npm/team/${"a".repeat(20_000)}`)).status).toBe(431);
    expect((await ask("/npm/team/\u0001")).status).toBe(400);
    const authorized = [`authorization: Bearer ${TOKEN}`, "content-length: 0"];
    const put = await askRaw(url, "/npm/team/__proto__", authorized, "PUT");
    expectAnswer("/npm/team/__proto__", put, 400, "INVALID_NAME");
    expectAnswer("/npm/team/lib", await askRaw(url, "/npm/team/lib", authorized, "PUT"), 400, "INVALID_ARGUMENT");
    const nowhere = await askRaw(url, "/npm/nowhere/lib", authorized, "PUT");
    expectAnswer("/npm/nowhere/lib", nowhere, 404, "REPOSITORY_NOT_FOUND");
  });

  test("ends at Ctrl-C with exit code 130 and without a word", async () => {
    server.signal("SIGINT");
    expect(await server.ended).toMatchObject({ code: 130, signal: null, stderr: "" });
  });
});

test("the endpoint of exec answers each of these targets likewise", async () => {
  const client = fileURLToPath(new URL("ask-endpoint.ts", import.meta.url));
  const targets = JSON.stringify(TARGETS.map(([target]) => `/${target}`));
  const { code, stdout, stderr } = await project.headwater(["exec", "--", "node", client, targets]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { answers } = JSON.parse(stdout) as { readonly answers: readonly RawAnswer[] };
  for (const [index, [target, status, errorCode]] of TARGETS.entries())
    expectAnswer(target, answers[index], status, errorCode);
});

test("after all of that the store is whole, and the registry was asked for none of these names", async () => {
  expect(await project.harm()).toEqual([]);
  const asked = registry.requests.map(({ url }) => url);
  expect(asked.filter((url) => /\.\.|%00|__proto__|passwd/i.test(url))).toEqual([]);
});
