import { expect, test } from "vitest";
import { inspectLockfile } from "../../../src/npm/lockfile/inspect-lockfile.ts";

const registries = { npmRegistry: "https://npm.example.com/", foreignScopes: ["@own"] };
const entry = (resolved?: string) => ({ version: "1.0.0", ...(resolved === undefined ? {} : { resolved }) });

test("names each entry of a proxy with line and host, and what comes from elsewhere; nothing of a URL besides", async () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      "node_modules/a": entry("https://me:secret@proxy.example:8443/npm/a/-/a-1.0.0.tgz?token=secret"),
      "node_modules/b": entry("https://npm.example.com/b/-/b-1.0.0.tgz"),
      "node_modules/c": entry(),
      "node_modules/old": entry("https://npm.example.com/old/-/older-name.tgz"),
      "node_modules/other": entry("https://host.example/other.tgz"),
      "node_modules/@own/d": entry("https://own.example/@own/d/-/d-1.0.0.tgz"),
      "node_modules/@own/e": entry("https://npm.example.com/@own/e/-/e-1.0.0.tgz"),
      "node_modules/@own/f": entry(),
    },
  };
  const { entries, foreign, proxyUrls } = await inspectLockfile(
    "npm",
    JSON.stringify(lock, undefined, 2),
    "package-lock.json",
    registries,
  );
  expect(entries).toHaveLength(8);
  expect(foreign.map(({ name }) => name)).toEqual(["other", "@own/d"]);
  expect(proxyUrls).toEqual([
    { name: "a", version: "1.0.0", line: 6, host: "proxy.example:8443", repair: expect.anything() as object },
  ]);
  expect(JSON.stringify(proxyUrls)).not.toContain("secret");
});

test("another registry can be the neutral one", async () => {
  const text = JSON.stringify({
    lockfileVersion: 3,
    packages: { "node_modules/a": entry("https://mirror.example/a/-/a-1.0.0.tgz") },
  });
  const registry = "https://mirror.example/";
  expect((await inspectLockfile("npm", text, "f", registries)).proxyUrls).toHaveLength(1);
  expect((await inspectLockfile("npm", text, "f", { ...registries, registry })).proxyUrls).toEqual([]);
});

test("a lockfile laid out as no client does it is judged all the same, and told to be beyond repair", async () => {
  const text = [
    "lockfileVersion: '9.0'",
    "packages: {",
    "  a@1.0.0: {resolution: {integrity: sha512-x, tarball: http://localhost:4873/a/-/a-1.0.0.tgz}}",
    "}",
    "",
  ].join("\n");
  expect(await inspectLockfile("pnpm", text, "f", registries)).toMatchObject({
    proxyUrls: [{ name: "a", line: 3, host: "localhost:4873", repair: { obstacle: expect.any(String) as string } }],
  });
});
