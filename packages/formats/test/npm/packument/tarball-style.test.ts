import { describe, expect, test } from "vitest";
import { tarballStyle, withTarball } from "../../../src/npm/packument/tarball-style.ts";

const root = "http://127.0.0.1:4873/";
const below = "http://127.0.0.1:4873/npm/team/";

describe("the style of tarball URLs", () => {
  test.each([
    ["npm/12.2.0 node/v24.21.0 linux x64", "install", root, "npmjs"],
    ["npm/11.21.2 node/v24.21.0 linux x64", "ci", below, "npmjs"],
    ["npm/12.2.0 node/v24.21.0 linux x64", "pack", root, "npmjs"],
    ["npm/12.2.0 node/v24.21.0 linux x64", "pack", below, "self"],
    ["npm/12.2.0 node/v24.21.0 linux x64", "diff", below, "self"],
    ["npm/12.2.0 node/v24.21.0 linux x64", "install", `${below}@acme/`, "self"],
    ["Bun/1.4.5", "", `${below}@acme/`, "absent"],
    ["pnpm/12.21.0 npm/? node/? linux x64", "", root, "self"],
    ["got (https://github.com/sindresorhus/got)", "", below, "self"],
    ["yarn/1.22.22 npm/? node/v24 linux x64", "", root, "self"],
    ["Bun/1.4.5", "", root, "absent"],
    ["curl/8.0", "", root, "self"],
    ["", "", root, "self"],
  ])("for %j running %j at %s is %s", (userAgent, npmCommand, baseUrl, style) => {
    expect(tarballStyle({ userAgent, npmCommand, baseUrl })).toBe(style);
  });
});

describe("a manifest's tarball", () => {
  const manifest = { name: "x", dist: { integrity: "sha512-x", tarball: "x/-/x-1.0.0.tgz" } };

  test("begins with the placeholder, or is absent, all else as it was", () => {
    expect(withTarball(manifest, "placeholder")).toEqual({
      name: "x",
      dist: { integrity: "sha512-x", tarball: "\0x/-/x-1.0.0.tgz" },
    });
    expect(withTarball(manifest, "absent")).toEqual({ name: "x", dist: { integrity: "sha512-x" } });
    expect(withTarball({ name: "x" }, "placeholder")).toEqual({ name: "x" });
  });

  test.each(["placeholder", "absent"] as const)(
    "leaves room before a relative address of attestations, and none before one with a host (%s)",
    (tarballs) => {
      const attestationsOf = (url: string) =>
        withTarball({ dist: { ...manifest.dist, attestations: { url } } }, tarballs)["dist"];
      const relative = "-/npm/v1/attestations/x@1.0.0";
      const elsewhere = `https://npm.example.com/${relative}`;
      expect(attestationsOf(relative)).toMatchObject({ attestations: { url: `\u0001${relative}` } });
      expect(attestationsOf(elsewhere)).toMatchObject({ attestations: { url: elsewhere } });
    },
  );
});
