import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { streamOf } from "../../../../test/kit/generic-package.ts";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { readNpmReadme } from "../../src/npm/readme.ts";

const none = () => Promise.resolve(undefined);
const tarballOf = (files: Readonly<Record<string, string>>) =>
  buildPackage({ name: "lib", version: "1.0.0", files }).tarball;
const readFrom = (tarball: Uint8Array) =>
  readNpmReadme({}, (name) => Promise.resolve(name === "package.tgz" ? streamOf(tarball) : undefined));

describe("a README in the manifest", () => {
  test("is the README, and the tarball is left alone", async () => {
    expect(await readNpmReadme({ readme: "# Lib" }, () => Promise.reject(new Error("opened")))).toBe("# Lib");
  });

  test("A7: of more than 400 KB is none", async () => {
    expect(await readNpmReadme({ readme: "x".repeat(400 * 1024) }, none)).toHaveLength(400 * 1024);
    expect(await readNpmReadme({ readme: "é".repeat(200 * 1024 + 1) }, none)).toBeUndefined();
  });

  test.each([[""], ["ERROR: No README data found!"], [1], [{}]])("that is %j says nothing", async (readme) => {
    const tarball = tarballOf({ "README.md": "# In the tarball" });
    expect(await readNpmReadme({ readme }, () => Promise.resolve(streamOf(tarball)))).toBe("# In the tarball");
    expect(await readNpmReadme({ readme }, none)).toBeUndefined();
  });
});

describe("a README in the tarball", () => {
  test.each(["README.md", "readme", "Readme.markdown", "README.txt"])("is found as %s", async (name) => {
    const tarball = tarballOf({ "lib/index.js": "x".repeat(70_000), [name]: "# Lib é" });
    expect(await readFrom(tarball)).toBe("# Lib é");
  });

  test.each(["docs/README.md", "README.md.js", "NOTREADME.md"])("is not %s", async (name) => {
    expect(await readFrom(tarballOf({ [name]: "# Lib" }))).toBeUndefined();
  });

  test("A7: of more than 400 KB is none", async () => {
    expect(await readFrom(tarballOf({ "README.md": "x".repeat(400 * 1024 + 1) }))).toBeUndefined();
    expect(await readFrom(tarballOf({ "README.md": "x".repeat(400 * 1024) }))).toHaveLength(400 * 1024);
  });

  test("is none where the bytes are no gzipped tar", async () => {
    for (const bytes of [Buffer.from("no tarball"), gzipSync("no tar".repeat(1000)), Buffer.alloc(0)])
      expect(await readFrom(bytes)).toBeUndefined();
    const whole = tarballOf({ "a.bin": "x".repeat(5000), "README.md": "# Lib" });
    expect(await readFrom(whole.subarray(0, 40))).toBeUndefined();
  });

  test("that cannot be read for another reason is an error", async () => {
    const broken = streamOf("x".repeat(100_000), { failAfter: 0 });
    await expect(readNpmReadme({}, () => Promise.resolve(broken))).rejects.toThrow("the sender went away");
  });
});
