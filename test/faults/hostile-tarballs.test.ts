import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostileRegistry, startHostileRegistry } from "../kit/hostile-registry.ts";
import type { Misbehaviour } from "../kit/misbehaviour.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let registry: HostileRegistry;
let project: FaultProject;

beforeAll(async () => {
  const big = { "data.bin": randomBytes(1_000_000) };
  const packages = [
    buildPackage({ name: "lib", version: "1.0.0" }),
    // More than is held back until the digest is right, so that clients see its beginning.
    buildPackage({ name: "big", version: "1.0.0", files: big }),
  ];
  registry = await startHostileRegistry(packages);
  project = await createFaultProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const MISMATCH = "are not the ones announced (expected sha512-";

test.each<[string, "lib" | "big", "packument" | "tarball", Misbehaviour, readonly string[]]>([
  [
    "whose packument lies about its integrity",
    "lib",
    "packument",
    { type: "lie" },
    [`The bytes received for lib@1.0.0 ${MISMATCH}`],
  ],
  [
    "with other bytes than announced",
    "lib",
    "tarball",
    { type: "lie" },
    [`The bytes received for lib@1.0.0 ${MISMATCH}`, "Nothing was stored."],
  ],
  [
    "whose last byte of many is another",
    "big",
    "tarball",
    { type: "lie" },
    [`error INTEGRITY_MISMATCH: The bytes received for big@1.0.0 ${MISMATCH}`],
  ],
  [
    "on another host",
    "lib",
    "packument",
    { type: "foreign-tarball" },
    ["names a tarball on another host: http://localhost:"],
  ],
  ["that redirects in a loop", "lib", "tarball", { type: "redirect-loop" }, ["with more than 5 redirects in a row"]],
  [
    "that is cut by a reset",
    "big",
    "tarball",
    { type: "reset", after: "half" },
    ["the tarball /big/-/big-1.0.0.tgz: the connection broke off"],
  ],
  [
    "that ends too early",
    "big",
    "tarball",
    { type: "truncated" },
    ["error EXTERNAL_REGISTRY_UNREACHABLE: ", "the connection broke off"],
  ],
  [
    "that is answered 404",
    "lib",
    "tarball",
    { type: "status", status: 404 },
    ["has no tarball /lib/-/lib-1.0.0.tgz. The registry lists the version but no longer has its bytes"],
  ],
  ["that is answered 500", "lib", "tarball", { type: "status", status: 500 }, ["with status 500. Try again later"]],
])(
  "a tarball %s fails the install with the reason; nobody gets or keeps a byte of it",
  async (_, name, on, how, says) => {
    registry.misbehave(name, on, how);
    const failed = await project.exec("npm-12", ["install", name, "--no-audit"]);
    expect(failed.code).not.toBe(0);
    for (const text of says) expect(failed.stderr).toContain(text);
    expect(failed.stderr).not.toContain("INTERNAL");
    expect(existsSync(join(project.folder, "node_modules", name))).toBe(false);
    expect(await project.held("team")).toEqual([]);
    expect(await project.held("npm-store")).toEqual([]);
    expect(await project.harm()).toEqual([]);
    registry.behave(name);
  },
);

test("nothing was asked of the other host, and credentials least of all", () => {
  expect(registry.otherHost.requests).toEqual([]);
});

test("after all of that the same packages install, and only right bytes are held", async () => {
  const installed = await project.exec("npm-12", ["install", "lib", "big"]);
  expect(installed.code, installed.stderr).toBe(0);
  expect(await project.held("team")).toEqual(["big@1.0.0", "lib@1.0.0"]);
  expect(await project.harm()).toEqual([]);
});
