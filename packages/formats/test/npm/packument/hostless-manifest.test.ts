import { expect, test } from "vitest";
import { parseNpmName } from "../../../src/npm/names.ts";
import { hostlessManifest } from "../../../src/npm/packument/hostless-manifest.ts";
import { DEFAULT_REGISTRY, buildManifest } from "../packument-builder.ts";

const owner = {
  connection: { name: "public:npmjs", url: "https://mirror.example.org/" },
  defaultRegistryUrl: DEFAULT_REGISTRY,
};

test("a manifest keeps every field but the host of its tarball", () => {
  const announced = buildManifest("express", "4.18.2", {
    hasInstallScript: true,
    _npmUser: { name: "someone" },
    dist: {
      signatures: [{ keyid: "k", sig: "s" }],
      attestations: { url: "https://npm.example.com/-/npm/v1/attestations/express@4.18.2" },
    },
  });
  const { manifest, tarball } = hostlessManifest(owner, parseNpmName("express"), "4.18.2", announced);
  expect(manifest).toEqual({
    ...announced,
    dist: { ...(announced["dist"] as object), tarball: "express/-/express-4.18.2.tgz" },
  });
  expect(tarball.url).toBe("https://mirror.example.org/express/-/express-4.18.2.tgz");
  expect(JSON.stringify(announced)).toContain(`"tarball":"${DEFAULT_REGISTRY}`);
});

test("a manifest without dist gets the conventional tarball", () => {
  const { manifest } = hostlessManifest(owner, parseNpmName("express"), "1.0.0", { name: "express" });
  expect(manifest).toEqual({ name: "express", dist: { tarball: "express/-/express-1.0.0.tgz" } });
});
