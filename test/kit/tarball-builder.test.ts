import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildPackage } from "./tarball-builder.ts";

const input = {
  name: "@kit/built",
  version: "1.2.3",
  files: { "index.js": "module.exports = 1\n", "bin/run.js": "#!/usr/bin/env node\n" },
  manifest: { bin: { built: "./bin/run.js" } },
};

test("the same package is built to the same bytes, whatever the order of its files", () => {
  const again = { ...input, files: Object.fromEntries(Object.entries(input.files).toReversed()) };
  expect(buildPackage(again).tarball.equals(buildPackage(input).tarball)).toBe(true);
});

test("integrity and shasum are those of the tarball", () => {
  const { tarball, integrity, shasum, manifest } = buildPackage(input);
  expect(integrity).toBe(`sha512-${createHash("sha512").update(tarball).digest("base64")}`);
  expect(shasum).toBe(createHash("sha1").update(tarball).digest("hex"));
  expect(manifest.dist).toEqual({ integrity, shasum });
});

test("commands are executable and every file lies below package/", () => {
  const tar = gunzipSync(buildPackage(input).tarball);
  const entries: Record<string, string> = {};
  for (let at = 0; tar[at] !== 0;) {
    const field = (from: number, size: number): string =>
      tar.toString("latin1", at + from, at + from + size).split("\0")[0] ?? "";
    entries[field(0, 100)] = field(100, 8).trim();
    at += 512 + Math.ceil(Number.parseInt(field(124, 12), 8) / 512) * 512;
  }
  expect(entries).toEqual({
    "package/bin/run.js": "000755",
    "package/index.js": "000644",
    "package/package.json": "000644",
  });
});
