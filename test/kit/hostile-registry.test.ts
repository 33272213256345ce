import { afterEach, beforeEach, expect, test } from "vitest";
import { startHostileRegistry, type HostileRegistry } from "./hostile-registry.ts";
import type { ServedPackument } from "./served-packument.ts";
import { buildPackage } from "./tarball-builder.ts";

const victim = buildPackage({
  name: "victim",
  version: "1.0.0",
  files: { "data.bin": new Uint8Array(200_000).fill(7) },
});
let registry: HostileRegistry;

beforeEach(async () => {
  registry = await startHostileRegistry([victim]);
});

afterEach(() => registry.close());

const tarballPath = "victim/-/victim-1.0.0.tgz";
const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${registry.url}${path}`, { redirect: "manual", ...init });
const dist = async (): Promise<ServedPackument["versions"][string]["dist"] | undefined> =>
  ((await (await get("victim")).json()) as ServedPackument).versions["1.0.0"]?.dist;

test("it serves honestly what it was not told to spoil", async () => {
  expect((await dist())?.integrity).toBe(victim.integrity);
  expect(Buffer.from(await (await get(tarballPath)).arrayBuffer()).equals(victim.tarball)).toBe(true);
  expect((await get("is-odd")).status).toBe(200);
});

test("a huge packument is well-formed JSON of the size that was asked for", async () => {
  registry.misbehave("victim", "packument", { type: "huge-packument", bytes: 5e6 });
  const text = await (await get("victim")).text();
  expect(text.length).toBeGreaterThan(5e6);
  expect(JSON.parse(text)).toMatchObject({ name: "victim" });
});

test("a packument can lie about integrity or list its tarballs on the other host", async () => {
  registry.misbehave("victim", "packument", { type: "lie" });
  expect((await dist())?.integrity).toMatch(/^sha512-AAAA/);
  registry.misbehave("victim", "packument", { type: "foreign-tarball" });
  const tarball = (await dist())?.tarball ?? "";
  expect(tarball).toBe(`${registry.otherHost.url}${tarballPath}`);
  await fetch(tarball, { headers: { authorization: "Bearer leaked" } });
  expect(registry.otherHost.requests).toMatchObject([{ authorization: "Bearer leaked" }]);
});

test("a body can be truncated, reset or left hanging", async () => {
  for (const how of [
    { type: "truncated" },
    { type: "reset", after: "half" },
    { type: "reset", after: "request" },
  ] as const) {
    registry.misbehave("victim", "tarball", how);
    await expect(
      get(tarballPath).then((response) => response.arrayBuffer()),
      how.type,
    ).rejects.toThrow(/terminated|fetch failed/);
  }
  for (const after of ["request", "headers", "half"] as const) {
    registry.misbehave("victim", "tarball", { type: "hang", after });
    const answer = get(tarballPath, { signal: AbortSignal.timeout(300) }).then((response) => response.arrayBuffer());
    await expect(answer, after).rejects.toThrow(/timeout|aborted/);
  }
});

test("a status is answered as often as it was asked for", async () => {
  registry.misbehave("victim", "packument", { type: "status", status: 429, times: 2, retryAfter: "1" });
  const first = await get("victim");
  expect([first.status, first.headers.get("retry-after")]).toEqual([429, "1"]);
  expect((await get("victim")).status).toBe(429);
  expect((await get("victim")).status).toBe(200);
});

test("redirects loop or lead to the other host", async () => {
  registry.misbehave("victim", "packument", { type: "redirect-loop" });
  const turns = [await get("victim"), await get("victim?turn=0")].map((response) => response.headers.get("location"));
  expect(turns).toEqual(["/victim?turn=0", "/victim?turn=1"]);
  registry.misbehave("victim", "tarball", { type: "foreign-redirect" });
  expect((await get(tarballPath)).headers.get("location")).toBe(`${registry.otherHost.url}${tarballPath}`);
});
