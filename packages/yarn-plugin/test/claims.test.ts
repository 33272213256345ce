import { describe, expect, test } from "vitest";
import {
  claimedRegistries,
  claimingRegistry,
  directScopes,
  repositoryOfEndpoint,
  isTarballUrl,
  scopeOfPath,
  withoutDirect,
} from "../src/claims.ts";

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

  test("are the project's, those of its scopes, and Yarn's own default, each once and the longest first", () => {
    expect(registries).toEqual([
      "https://npm.example.com/path",
      "https://acme.example.com/npm",
      "https://default.example.com",
    ]);
  });

  test.each([
    ["https://npm.example.com/path/express", "https://npm.example.com/path"],
    ["https://npm.example.com:443/path/@acme%2fui", "https://npm.example.com/path"],
    ["https://NPM.example.com/path/-/ping", "https://npm.example.com/path"],
    ["https://acme.example.com/npm/@acme%2fui/-/ui-1.0.0.tgz", "https://acme.example.com/npm"],
  ])("claim %s", (url, registry) => {
    expect(claimingRegistry(url, registries)).toBe(registry);
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
    expect(claimingRegistry(url, registries)).toBeUndefined();
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
    expect(claimingRegistry("https://npm.example.com/acme/@acme%2fui", both)).toBe("https://npm.example.com/acme");
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

test.each([
  ["http://127.0.0.1:4873/npm/release", "release"],
  ["http://127.0.0.1:4873/npm/release/", "release"],
  ["http://127.0.0.1:4873/npm/", undefined],
  ["http://127.0.0.1:4873/npm/release/more", undefined],
  ["http://127.0.0.1:4874/npm/release", undefined],
  ["https://npm.example.com", undefined],
])("the registry %s names the repository %s of this machine's endpoint", (registry, repository) => {
  expect(repositoryOfEndpoint(registry, "http://127.0.0.1:4873/")).toBe(repository);
});

test("the scope that Yarn itself fetches from a registry of its own is direct, unless the project gives it another", () => {
  expect(directScopes(["@acme"], settings)).toEqual(["@acme", "@jsr"]);
  const given = { ...settings, scopes: new Map([["@jsr", "https://npm.example.com/jsr"]]) };
  expect(directScopes(["@acme"], given)).toEqual(["@acme"]);
});
