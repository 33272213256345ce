import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../kit/hostile-registry.ts";
import type { Misbehaviour } from "../kit/misbehaviour.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

interface Case {
  readonly when: string;
  readonly how: Misbehaviour;
  readonly code: string;
  readonly exit: number;
  /** What the message or its hint says. */
  readonly says: readonly string[];
  /** How often the registry is asked. */
  readonly asked: number;
}

const captivePortal = { type: "text", text: "<html>Please log in</html>" } as const;
const INVALID = { code: "EXTERNAL_REGISTRY_INVALID_ANSWER", exit: 3, asked: 1 } as const;
const REFUSED = { code: "EXTERNAL_REGISTRY_REFUSED", exit: 3, asked: 1 } as const;
const FAILED = { code: "EXTERNAL_REGISTRY_FAILED", exit: 3 } as const;

const CASES: readonly Case[] = [
  {
    when: "is not JSON",
    how: captivePortal,
    ...INVALID,
    says: ["What the registry answered for lib is no packument: it is not JSON.", "no proxy answers in its place"],
  },
  {
    when: "is another package's",
    how: { type: "json", value: { name: "other", versions: {} } },
    ...INVALID,
    says: ['it describes "other"'],
  },
  { when: "is no object", how: { type: "text", text: "null" }, ...INVALID, says: ["it is not a JSON object"] },
  {
    when: "is 200 MB",
    how: { type: "huge-packument" },
    code: "TOO_LARGE",
    exit: 3,
    asked: 1,
    says: ["with more than 134217728 bytes"],
  },
  {
    when: "redirects in a loop",
    how: { type: "redirect-loop" },
    ...FAILED,
    asked: 6,
    says: ["with more than 5 redirects in a row", "Check the external connection's URL."],
  },
  {
    when: "is answered 401",
    how: { type: "status", status: 401 },
    ...REFUSED,
    says: ["with status 401", "Check the credentials"],
  },
  {
    when: "is answered 403",
    how: { type: "status", status: 403 },
    ...REFUSED,
    says: ["with status 403", "Check the credentials"],
  },
  {
    when: "is answered 404",
    how: { type: "status", status: 404 },
    code: "PACKAGE_NOT_FOUND",
    exit: 1,
    asked: 1,
    says: ["(searched: team, shared, npm-store)"],
  },
  {
    when: "is answered 429",
    how: { type: "status", status: 429 },
    ...FAILED,
    asked: 3,
    says: ["with status 429", "try again later"],
  },
  {
    when: "is answered 429 with a long Retry-After",
    how: { type: "status", status: 429, retryAfter: "120" },
    ...FAILED,
    asked: 1,
    says: ["try again in 120 s"],
  },
  {
    when: "is answered 500",
    how: { type: "status", status: 500 },
    ...FAILED,
    asked: 3,
    says: ["with status 500", "what the domain holds stays available"],
  },
  {
    when: "is cut by a reset",
    how: { type: "reset", after: "half" },
    code: "EXTERNAL_REGISTRY_UNREACHABLE",
    exit: 3,
    asked: 3,
    says: ["the connection broke off"],
  },
];

let registry: HostileRegistry;
let project: FaultProject;

beforeAll(async () => {
  const names = ["lib", "held", "flaky"];
  registry = await startHostileRegistry(names.map((name) => buildPackage({ name, version: "1.0.0" })));
  project = await createFaultProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test.each(CASES)(
  "a packument that $when is told with its reason, exits $exit and stores nothing",
  async ({ how, code, exit, says, asked }) => {
    registry.misbehave("lib", "packument", how);
    const before = registry.requests.length;
    const explained = await (how.type === "huge-packument" ? project.headwater : project.quickly)(["explain", "lib"]);
    expect(explained.code, explained.stderr).toBe(exit);
    expect(explained.stdout).toContain(`refused     ${code}: `);
    for (const text of says) expect(explained.stdout).toContain(text);
    expect(registry.requests.length - before).toBe(asked);
    expect(await project.held("npm-store")).toEqual([]);
    expect(await project.harm()).toEqual([]);
  },
);

test("a registry that recovers after two answers of 500 is asked again in the same run", async () => {
  registry.misbehave("flaky", "packument", { type: "status", status: 500, times: 2 });
  expect((await project.quickly(["explain", "flaky"])).code).toBe(0);
});

describe.each(["npm-12", "pnpm-10", "bun", "yarn-4"] as const)("with %s", (client) => {
  test("a failed install tells why, whatever the client shows of an answer, and leaves nothing behind", async () => {
    registry.misbehave("lib", "packument", captivePortal);
    const failed = await project.exec(client, [client === "npm-12" ? "install" : "add", "lib"]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("headwater: What the registry answered for lib is no packument: it is not JSON.");
    expect(await project.held("team")).toEqual([]);
    expect(await project.harm()).toEqual([]);
    await project.forget();
  });
});

test("what went wrong for one package hinders no other, and once the registry is well the package installs", async () => {
  const other = await project.exec("npm-12", ["install", "held"]);
  expect(other.code, other.stderr).toBe(0);
  registry.behave("lib");
  const installed = await project.exec("npm-12", ["install", "lib"]);
  expect(installed.code, installed.stderr).toBe(0);
  expect(await project.held("team")).toEqual(["held@1.0.0", "lib@1.0.0"]);
  expect(await project.harm()).toEqual([]);
});

test("a package that is held installs although the registry now answers nonsense, with a notice (F1)", async () => {
  await project.forget();
  registry.misbehave("held", "packument", captivePortal);
  const again = await project.exec("npm-12", ["install", "held"]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain(
    "headwater: team: public:npmjs could not be asked; held lists only versions that the domain holds.",
  );
});
