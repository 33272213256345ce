import { describe, expect, test } from "vitest";
import { claimOf, claimedRegistries, directScopes, isTarballUrl, scopeOfPath, withoutDirect } from "../src/claims.ts";

const settings = {
  registry: "https://npm.example.com/path/",
  defaultRegistry: "https://default.example.com",
  scopes: new Map([
    ["@acme", "https://acme.example.com/npm/"],
    ["@same", "https://npm.example.com/path"],
  ]),
};

describe("the registries that a project's requests are claimed for", () => {
  const registries = claimedRegistries(settings);

  test("are the project's, those of its scopes, and Yarn's own default, each once", () => {
    expect(registries).toEqual([
      "https://npm.example.com/path",
      "https://acme.example.com/npm",
      "https://default.example.com",
    ]);
  });

  test.each([
    ["https://npm.example.com/path/express", "https://npm.example.com/path", "/express"],
    ["https://npm.example.com:443/path/@acme%2fui", "https://npm.example.com/path", "/@acme%2fui"],
    ["https://NPM.example.com/path/-/ping", "https://npm.example.com/path", "/-/ping"],
    ["https://npm.example.com/path//express", "https://npm.example.com/path", "/express"],
    ["https://npm.example.com/path/a/../@acme%2fui", "https://npm.example.com/path", "/@acme%2fui"],
    [
      "https://acme.example.com/npm/@acme%2fui/-/ui-1.0.0.tgz",
      "https://acme.example.com/npm",
      "/@acme%2fui/-/ui-1.0.0.tgz",
    ],
  ])("claim %s", (url, registry, path) => {
    expect(claimOf(url, registries)).toEqual({ registry, path });
  });

  test.each([
    "https://npm.example.com:443",
    "http://npm.example.com:80/r",
    "https://bücher.example",
    "https://a.example/n pm",
  ])("may be written as %s: what follows is the same path", (registry) => {
    expect(claimOf(`${registry}/@acme%2fui`, [registry])).toEqual({ registry, path: "/@acme%2fui" });
  });

  test.each([
    "https://npm.example.com/pathology/express",
    "https://npm.example.com/other",
    "http://npm.example.com/path/express",
    "https://npm.example.com.evil.example/path/express",
    "https://user@other.example.com/https://npm.example.com/path/express",
    "https://plugins.example.com/plugin.js",
    "not a url",
  ])("leave %s alone", (url) => {
    expect(claimOf(url, registries)).toBeUndefined();
  });

  test("without a direct scope its registry is left alone, unless another scope or the project uses it too", () => {
    expect(claimedRegistries(withoutDirect(settings, ["@acme", "@same"]))).toEqual([
      "https://npm.example.com/path",
      "https://default.example.com",
    ]);
  });

  test("of two that begin alike the longer one answers", () => {
    const both = claimedRegistries({
      registry: "https://npm.example.com",
      defaultRegistry: undefined,
      scopes: new Map([["@acme", "https://npm.example.com/acme"]]),
    });
    const claim = { registry: "https://npm.example.com/acme", path: "/@acme%2fui" };
    expect(claimOf("https://npm.example.com/acme/@acme%2fui", both)).toEqual(claim);
    expect(claimOf("https://npm.example.com/acme/@acme%2fui", both.toReversed())).toEqual(claim);
  });
});

test.each([
  ["https://npm.example.com/is-odd/-/is-odd-3.0.1.tgz", true],
  ["https://npm.example.com/@acme/ui/-/ui-1.0.0.tgz", true],
  ["https://git.example.com/acme/ui/archive/1.0.0.tgz", false],
  ["https://npm.example.com/is-odd", false],
  ["https://npm.example.com/is-odd/-/is-odd-3.0.1.tgz?token=x", false],
])("%s has the form of a package's tarball: %s", (url, is) => {
  expect(isTarballUrl(url)).toBe(is);
});

test.each([
  ["/@acme%2fui", "@acme"],
  ["/@acme%2Fui/-/ui-1.0.0.tgz", "@acme"],
  ["/@acme/ui/-/ui-1.0.0.tgz", "@acme"],
  ["/-/package/@acme%2fui/dist-tags", "@acme"],
  ["/express", undefined],
  ["/-/ping", undefined],
  ["/express/-/express-1.0.0.tgz", undefined],
])("%s speaks of the scope %s", (path, scope) => {
  expect(scopeOfPath(path)).toBe(scope);
});

test("the scope that Yarn itself fetches from a registry of its own is direct, unless the project gives it another", () => {
  expect(directScopes(["@acme"], settings)).toEqual(["@acme", "@jsr"]);
  const given = { ...settings, scopes: new Map([["@jsr", "https://npm.example.com/jsr"]]) };
  expect(directScopes(["@acme"], given)).toEqual(["@acme"]);
});
