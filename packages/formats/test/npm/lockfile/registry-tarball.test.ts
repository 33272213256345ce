import { describe, expect, test } from "vitest";
import { registryTarball, tarballIn } from "../../../src/npm/lockfile/registry-tarball.ts";

describe("a URL is a registry's tarball of the version", () => {
  test.each([
    ["https://npm.example.com/a/-/a-1.0.0.tgz", "a", "npm.example.com", "https://npm.example.com/"],
    ["http://localhost:4873/@s%2fa/-/a-1.0.0.tgz", "@s/a", "localhost:4873", "http://localhost:4873/"],
    ["http://localhost:4873/%40s%2Fa/-/a-1.0.0.tgz", "@s/a", "localhost:4873", "http://localhost:4873/"],
    ["https://x.example/api/npm/v/@s/a/-/@s/a-1.0.0.tgz", "@s/a", "x.example", "https://x.example/api/npm/v/"],
    ["https://me:secret@x.example/r/a/-/a-1.0.0.tgz?token=t", "a", "x.example", "https://x.example/r/"],
  ])("%s", (url, name, host, registry) => {
    expect(registryTarball(url, name, "1.0.0")).toEqual({ host, registry, hasExtras: url.includes("secret") });
  });

  test("with build metadata, escaped or not", () => {
    for (const plus of ["+", "%2B"])
      expect(registryTarball(`https://x.example/a/-/a-1.0.0${plus}b.tgz`, "a", "1.0.0+b")?.host).toBe("x.example");
  });
});

test.each([
  "https://x.example/a/-/a-1.0.1.tgz",
  "https://x.example/b/-/a-1.0.0.tgz",
  "https://x.example/ba/-/b-a-1.0.0.tgz",
  "https://x.example/xa/-/a-1.0.0.tgz",
  "https://x.example/@s/a-1.0.0.tgz",
  "https://x.example/archive/a-1.0.0.tgz",
  "https://x.example/?/a/-/a-1.0.0.tgz",
  "https://x.example/a/-/a-1.0.0.tgz/download",
  "https://x.example/%zz/a/-/a-1.0.0.tgz",
  "git+https://x.example/a/-/a-1.0.0.tgz",
  "file:///a/-/a-1.0.0.tgz",
  "https://",
])("%s is none", (url) => {
  expect(registryTarball(url, "a", "1.0.0")).toBeUndefined();
});

test("a registry has the tarball at the usual place", () => {
  expect(tarballIn("https://npm.example.com/", "@s/a", "1.0.0")).toBe("https://npm.example.com/@s/a/-/a-1.0.0.tgz");
});
