import { expect, test } from "vitest";
import { claimOf, claimedRegistries, registryOf, registrySettings } from "../src/registries.ts";

const configuration = { server: { url: "http://127.0.0.1:4873/" } } as never;
const claimed = claimedRegistries({
  configuration,
  repository: "team",
  registry: "https://npm.example.com",
  scopes: ["http://127.0.0.1:4873/npm/shared/", "https://foreign.example.com/"],
  known: ["https://public.example.com/", "https://public.example.com/deep/"],
});
const claimOfUrl = (url: string) => claimOf(new URL(url), claimed);

test("the configured registry and those behind the connections are the repository's", () => {
  expect(claimOfUrl("https://npm.example.com/lib")).toMatchObject({ repository: "team", path: "lib" });
  expect(claimOfUrl("https://public.example.com/@scope%2flib?write=true")).toMatchObject({
    repository: "team",
    path: "@scope%2flib?write=true",
  });
});

test("an endpoint of ours for a scope is the repository that it names", () => {
  expect(claimOfUrl("http://127.0.0.1:4873/npm/shared/@acme%2flib")).toMatchObject({ repository: "shared" });
});

test("any other registry of a scope is foreign", () => {
  expect(claimOfUrl("https://foreign.example.com/@acme%2flib")).toBeUndefined();
});

test("of two registries that match, the more exact one counts; the scheme does not", () => {
  expect(claimOfUrl("http://public.example.com/deep/lib")?.path).toBe("lib");
});

test("a host that only begins like a claimed one is foreign", () => {
  expect(claimOfUrl("https://npm.example.com.evil.example/lib")).toBeUndefined();
  expect(claimOfUrl("https://npm.example.com:8443/lib")).toBeUndefined();
});

test("a package is asked of its scope's registry, else of the general one", () => {
  const flat = {
    registry: "https://npm.example.com/",
    "@acme:registry": "https://foreign.example.com/",
    "@x:other": "y",
  };
  expect(registryOf("@acme/lib", flat)).toBe("https://foreign.example.com/");
  expect(registryOf("@other/lib", flat)).toBe("https://npm.example.com/");
  expect(registryOf("lib", flat)).toBe("https://npm.example.com/");
  expect(registrySettings(flat)).toEqual({
    registry: "https://npm.example.com/",
    scopes: ["https://foreign.example.com/"],
  });
});
