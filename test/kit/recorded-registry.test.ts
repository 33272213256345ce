import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRecordedPackages } from "./recorded-packages.ts";
import { startRecordedRegistry, type RecordedRegistry } from "./recorded-registry.ts";
import { tarballFile, type ServedPackument } from "./served-packument.ts";
import { buildPackage } from "./tarball-builder.ts";

let registry: RecordedRegistry;

beforeEach(async () => {
  registry = await startRecordedRegistry();
});

afterEach(() => registry.close());

const abbreviated = { accept: "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*" };

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${registry.url}${path}`, { headers, redirect: "manual" });

const packument = async (path: string, headers: Record<string, string> = {}): Promise<ServedPackument> =>
  (await (await get(path, headers)).json()) as ServedPackument;

test("every recorded tarball is what its packument says", () => {
  const packages = createRecordedPackages();
  let checked = 0;
  for (const name of packages.names()) {
    for (const [version, { dist }] of Object.entries(packages.packument(name)?.versions ?? {})) {
      const tarball = packages.tarball(name, tarballFile(name, version));
      if (tarball === undefined) continue;
      expect(`sha512-${createHash("sha512").update(tarball).digest("base64")}`, `${name}@${version}`).toBe(
        dist.integrity,
      );
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(150);
});

test("the full packument has every field, the abbreviated one those of an install", async () => {
  const full = await packument("express");
  const short = await packument("express", abbreviated);
  expect(full.time["5.3.0"]).toBeDefined();
  expect(full["dist-tags"]).toMatchObject({ latest: "5.3.0", "latest-4": "4.22.3", next: "5.0.0-beta.3" });
  expect(full.versions["5.3.0"]).toHaveProperty("description");
  expect(short).toHaveProperty("modified");
  expect(short).not.toHaveProperty("time");
  expect(short.versions["5.3.0"]).not.toHaveProperty("description");
  expect(short.versions["5.3.0"]?.dist).toEqual(full.versions["5.3.0"]?.dist);
});

test("deprecations, install scripts, signatures and attestations are served in both forms", async () => {
  for (const headers of [{}, abbreviated]) {
    expect((await packument("rimraf", headers)).versions["3.0.2"]?.["deprecated"]).toMatch(/no longer supported/);
    expect((await packument("fsevents", headers)).versions["2.3.3"]?.["hasInstallScript"]).toBe(true);
    const { dist } = (await packument("semver", headers)).versions["7.8.6"] ?? {};
    expect(dist).toMatchObject({ signatures: [{ keyid: expect.any(String) as string }] });
    expect(dist).toMatchObject({ attestations: { provenance: { predicateType: expect.any(String) as string } } });
  }
});

test("a scoped name is served with /, %2f and %2F", async () => {
  for (const path of ["@types/node", "@types%2fnode", "@types%2Fnode"]) {
    expect((await packument(path)).name).toBe("@types/node");
  }
  expect(registry.requests.map(({ path }) => path)).toEqual(
    Array.from({ length: 3 }, () => ({ kind: "packument", name: "@types/node" })),
  );
});

test("a known ETag is answered 304 until the packument changes", async () => {
  const etag = (await get("is-odd")).headers.get("etag") ?? "";
  expect((await get("is-odd", { "if-none-match": etag })).status).toBe(304);
  registry.addPackage(buildPackage({ name: "is-odd", version: "3.9.0" }));
  expect((await get("is-odd", { "if-none-match": etag })).status).toBe(200);
});

test("dist.tarball is on the registry itself unless told otherwise, and never the placeholder", async () => {
  const self = (await packument("is-odd")).versions["3.0.1"]?.dist.tarball ?? "";
  expect(self).toBe(`${registry.url}is-odd/-/is-odd-3.0.1.tgz`);
  expect((await fetch(self)).status).toBe(200);
  const elsewhere = await startRecordedRegistry({ tarballBase: "https://other.example.com" });
  const absent = await startRecordedRegistry({ tarballBase: "absent" });
  try {
    const at = async (url: string): Promise<string | undefined> =>
      ((await (await fetch(`${url}@types%2fnode`)).json()) as ServedPackument).versions["24.19.2"]?.dist.tarball;
    expect(await at(elsewhere.url)).toBe("https://other.example.com/@types/node/-/node-24.19.2.tgz");
    expect(await at(absent.url)).toBeUndefined();
  } finally {
    await Promise.all([elsewhere.close(), absent.close()]);
  }
});

test("built packages are served beside the recorded ones, with tags and times", async () => {
  registry.addPackage(buildPackage({ name: "@kit/new", version: "1.0.0" }));
  registry.addPackage(buildPackage({ name: "@kit/new", version: "2.0.0-rc.1" }), { tag: "next" });
  const served = await packument("@kit%2fnew");
  expect(served["dist-tags"]).toEqual({ latest: "1.0.0", next: "2.0.0-rc.1" });
  expect(Object.keys(served.time)).toContain("2.0.0-rc.1");
  expect((await get("@kit/new/-/new-1.0.0.tgz")).status).toBe(200);
  expect(await (await get("@kit%2fnew/next")).json()).toMatchObject({ version: "2.0.0-rc.1" });
  expect(await (await get("-/package/@kit%2fnew/dist-tags")).json()).toEqual(served["dist-tags"]);
  registry.editPackument("@kit/new", () => undefined);
  expect((await get("@kit/new")).status).toBe(404);
});

test("audits are answered in the bulk and in the quick form", async () => {
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (await fetch(`${registry.url}${path}`, { method: "POST", body: JSON.stringify(body) })).json();
  const bulk = await post("-/npm/v1/security/advisories/bulk", { minimist: ["1.2.5", "1.2.8"], "is-odd": ["3.0.1"] });
  expect(bulk).toEqual({ minimist: [expect.objectContaining({ severity: "critical" })] });
  const tree = { dependencies: { a: { version: "1.0.0", dependencies: { minimist: { version: "1.2.5" } } } } };
  expect(await post("-/npm/v1/security/audits/quick", tree)).toMatchObject({
    advisories: { "1097678": { module_name: "minimist", findings: [{ version: "1.2.5", paths: ["a>minimist"] }] } },
    metadata: { vulnerabilities: { critical: 1 }, totalDependencies: 2 },
  });
});

test("search, ping and whoami answer as the public registry does for a stranger", async () => {
  const found = (await (await get("-/v1/search?text=is-odd&size=5")).json()) as { total: number };
  expect(found.total).toBe(1);
  expect(await (await get("-/ping")).json()).toEqual({});
  expect((await get("-/whoami")).status).toBe(401);
  expect((await get("no-such-package")).status).toBe(404);
});

test("while it is down connections fail and no request is seen; afterwards it serves again", async () => {
  registry.setDown(true);
  await expect(get("is-odd")).rejects.toThrow("fetch failed");
  registry.setDown(false);
  expect((await get("is-odd")).status).toBe(200);
  expect(registry.requestsFor("packument")).toHaveLength(1);
});

test("a path that leaves the fixtures finds nothing", async () => {
  for (const path of ["..%2f..%2fspecs", "is-odd/-/..%2f..%2f..%2fspecs.json", "%00", "__proto__", "constructor"]) {
    expect((await get(path)).status, path).toBe(404);
  }
});
