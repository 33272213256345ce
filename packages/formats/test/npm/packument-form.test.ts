import { describe, expect, test } from "vitest";
import { packumentForm } from "../../src/npm/packument-form.ts";

const DEFAULT_REGISTRY = "https://npm.example.com/";
const ABBREVIATED = "application/vnd.npm.install-v1+json";

function formFor(headers: Record<string, string>, baseUrl = "http://127.0.0.1:4873/") {
  const request = new Request(baseUrl, { headers: new Headers(headers) });
  return packumentForm(
    { request, baseUrl, repository: "team", path: "express", cacheControl: "no-cache" },
    DEFAULT_REGISTRY,
  );
}

describe("the form of a packument", () => {
  test.each([
    ["application/json", "full"],
    ["*/*", "full"],
    ["", "full"],
    [`${ABBREVIATED}; q=1.0, application/json; q=0.8, */*`, "abbreviated"],
    [ABBREVIATED, "abbreviated"],
    [ABBREVIATED.toUpperCase(), "abbreviated"],
    [`application/json, ${ABBREVIATED};q=0.5`, "full"],
    [`${ABBREVIATED};q=0, application/json;q=0`, "full"],
    [`${ABBREVIATED};q=nonsense`, "full"],
  ])("for accept %j is %s (N5)", (accept, variant) => {
    expect(formFor({ accept }).variant).toBe(variant);
  });

  test("has tarballs at npm's default registry, at the endpoint, or none, by client", () => {
    const base = (userAgent: string) => formFor({ "user-agent": userAgent }).tarballBase;
    expect([base("npm/12.2.0 node/v24"), base("pnpm/12.21.0"), base("Bun/1.4.5")]).toEqual([
      DEFAULT_REGISTRY,
      "http://127.0.0.1:4873/",
      "",
    ]);
  });

  test("has tarballs where a client says that its requests are led to the endpoint from", () => {
    const base = (tarballs: string) =>
      formFor({ "user-agent": "yarn/1.22.22 npm/? node/v24", "headwater-tarballs": tarballs }).tarballBase;
    expect(base("https://yarn.example.com/")).toBe("https://yarn.example.com/");
    expect([base(""), base("https://yarn.example.com"), base("file:///x/")]).toEqual(
      Array.from({ length: 3 }, () => "http://127.0.0.1:4873/"),
    );
  });

  test.each([
    ["npm/12.2.0 node/v24", "pack", "http://127.0.0.1:4873/npm/team/", "no-store"],
    ["npm/11.21.2 node/v24", "diff", "http://127.0.0.1:4873/npm/team/", "no-store"],
    ["npm/12.2.0 node/v24", "pack", "http://127.0.0.1:4873/", "no-cache"],
    ["npm/12.2.0 node/v24", "install", "http://127.0.0.1:4873/npm/team/", "no-cache"],
    ["pnpm/12.21.0", "pack", "http://127.0.0.1:4873/npm/team/", "no-cache"],
    ["npm/12.2.0 node/v24", "pack", "http://127.0.0.1:4873/npm/team/@acme/", "no-cache"],
  ])(
    "that %s gets for %s at %s may be kept as %s says: what is for one command, no other may find in npm's cache",
    (agent, command, url, kept) => {
      expect(formFor({ "user-agent": agent, "npm-command": command }, url).cacheControl).toBe(kept);
    },
  );

  test.each([
    ["https://repo.example.com/npm/team/", "gzip, deflate", true],
    ["https://repo.example.com/npm/team/", "gzip;q=0", false],
    ["https://repo.example.com/npm/team/", "br", false],
    ["https://repo.example.com/npm/team/", "", false],
    ["http://127.0.0.1:4873/", "gzip", false],
    ["http://[::1]:4873/", "gzip", false],
    ["http://localhost:4873/", "gzip", false],
    ["https://team.domain.invalid/", "gzip", false],
    ["http://127.0.0.1.example.com/", "gzip", true],
    // Whose address that is, a name server decides; `serve` does not listen there either.
    ["http://team.localhost:4873/", "gzip", true],
  ])("at %s with accept-encoding %j is compressed: %s", (baseUrl, encoding, gzip) => {
    expect(formFor({ "accept-encoding": encoding }, baseUrl).gzip).toBe(gzip);
  });
});
