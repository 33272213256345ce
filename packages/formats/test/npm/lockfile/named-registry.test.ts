import { expect, test } from "vitest";
import { namedRegistry } from "../../../src/npm/lockfile/named-registry.ts";
import type { WrittenUrl } from "../../../src/npm/lockfile/written-url.ts";

const npmRegistry = "https://npm.example.org/";
const written = (url: string): WrittenUrl => ({
  name: "a",
  version: "1.0.0",
  url: `${url}a/-/a-1.0.0.tgz`,
  offset: 0,
  isAskedFor: false,
  neutralEdit: () => ({ obstacle: "" }),
});
const named = (...urls: readonly string[]): string | undefined =>
  namedRegistry(urls.map(written), npmRegistry, "yarn.lock");

test("the registry at the root of an https host is Yarn's own, whatever proxies stand beside it", () => {
  const proxies = [
    "https://x.example/npm/team/",
    "http://npm.corp.example/",
    "https://npm.corp.example:8443/",
    "https://localhost/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://me:secret@npm.corp.example/",
  ];
  expect(named(...proxies, "https://yarn.example.com/", npmRegistry)).toBe("https://yarn.example.com/");
  expect(named(...proxies, npmRegistry)).toBeUndefined();
});

test("of two that may be it nobody chooses", () => {
  expect(() => named("https://yarn.example.com/", "https://npm.corp.example/")).toThrow(
    "yarn.lock names several registries that may be Yarn's default one: https://yarn.example.com/, https://npm.corp.example/.",
  );
});
