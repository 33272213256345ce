import { gzipSync, zstdCompressSync } from "node:zlib";
import { Header, Pax } from "tar";
import { describe, expect, test } from "vitest";
import { buildPackage } from "../../../../../test/kit/tarball-builder.ts";
import { createTarballReader } from "../../../src/npm/publish/tarball-reader.ts";

/** Reads bytes in pieces. */
async function read(tarball: Buffer, pieceSize = 1_000) {
  const reader = createTarballReader();
  for (let at = 0; at < tarball.length; at += pieceSize) await reader.write(tarball.subarray(at, at + pieceSize));
  return reader.end();
}

interface Entry {
  readonly path: string;
  readonly content?: string;
  readonly type?: "File" | "SymbolicLink" | "Directory";
}

function entryOf({ path, content = "", type = "File" }: Entry): Buffer {
  const header = Buffer.alloc(512);
  const bytes = Buffer.from(content);
  new Header({
    path,
    type,
    size: bytes.length,
    mode: 0o644,
    mtime: new Date(0),
    ...(type === "SymbolicLink" ? { linkpath: "x" } : {}),
  }).encode(header);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
const tarOf = (entries: readonly Entry[]): Buffer => Buffer.concat([...entries.map(entryOf), Buffer.alloc(1024)]);
const tgz = (...entries: readonly Entry[]): Buffer => gzipSync(tarOf(entries));
const packageJson = (name: string): string => JSON.stringify({ name, version: "1.0.0" });

describe("a tarball that passes", () => {
  test.each([1, 7, 512, 1_000_000])(
    "says its package.json, README and size, in pieces of %i bytes",
    async (pieceSize) => {
      const { tarball } = buildPackage({
        name: "x",
        version: "1.0.0",
        files: { "README.md": "# x", "lib/a.js": "12345" },
      });
      const contents = await read(tarball, pieceSize);
      expect(contents).toMatchObject({
        packageJson: { name: "x", version: "1.0.0" },
        readme: { file: "README.md", text: "# x" },
        hasShrinkwrap: false,
        fileCount: 3,
      });
      expect(contents.unpackedSize).toBe(
        JSON.stringify({ name: "x", version: "1.0.0", license: "MIT" }, null, 2).length + 1 + 3 + 5,
      );
    },
  );

  test("whatever its folder is called", async () => {
    const { packageJson: found } = await read(tgz({ path: "anything/package.json", content: packageJson("x") }));
    expect(found).toMatchObject({ name: "x" });
  });

  test("of several package.json the last counts, as for those who unpack it", async () => {
    const { packageJson: found } = await read(
      tgz(
        { path: "package/package.json", content: packageJson("first") },
        { path: "other/package.json", content: packageJson("second") },
        { path: "package/lib/package.json", content: packageJson("deeper") },
        { path: "package.json", content: packageJson("beside") },
      ),
    );
    expect(found).toMatchObject({ name: "second" });
  });

  test("a name that an extended header gives counts, as for those who unpack it", async () => {
    const pax = new Pax({ path: "package/package.json" }).encode();
    const hidden = Buffer.concat([pax, tarOf([{ path: "harmless.txt", content: packageJson("hidden") }])]);
    expect((await read(gzipSync(hidden))).packageJson).toMatchObject({ name: "hidden" });
  });

  test("a README in Markdown goes before others, and one of more than 400 KB is none", async () => {
    const base = { path: "package/package.json", content: packageJson("x") };
    const readme = async (...entries: readonly Entry[]) => (await read(tgz(base, ...entries))).readme?.file;
    expect(await readme({ path: "p/README", content: "a" }, { path: "p/readme.markdown", content: "b" })).toBe(
      "readme.markdown",
    );
    expect(await readme({ path: "p/README.md", content: "a" }, { path: "p/README.txt", content: "b" })).toBe(
      "README.md",
    );
    expect(
      await readme({ path: "p/readmes.md", content: "a" }, { path: "p/docs/README.md", content: "b" }),
    ).toBeUndefined();
    expect(await readme({ path: "p/README.md", content: "x".repeat(400 * 1024 + 1) })).toBeUndefined();
  });

  test("a byte order mark before package.json is passed over", async () => {
    expect(
      (await read(tgz({ path: "p/package.json", content: `\uFEFF${packageJson("x")}` }))).packageJson,
    ).toMatchObject({ name: "x" });
  });
});

describe("a tarball is refused", () => {
  test.each([
    ["without package.json", tgz({ path: "package/index.js" }), "no package.json"],
    ["whose package.json is a link", tgz({ path: "package/package.json", type: "SymbolicLink" }), "no package.json"],
    [
      "whose package.json is larger than any",
      tgz({ path: "p/package.json", content: "x".repeat(4 * 1024 * 1024 + 1) }),
      "no package.json",
    ],
    [
      "whose package.json is cut off",
      gzipSync(tarOf([{ path: "p/package.json", content: "x".repeat(2_000) }]).subarray(0, 1_000)),
      "no package.json",
    ],
    [
      "that is compressed a second time, with zstd",
      gzipSync(zstdCompressSync(tarOf([{ path: "p/package.json", content: packageJson("x") }]))),
      "no package.json",
    ],
    ["that is no gzip", tarOf([{ path: "p/package.json", content: packageJson("x") }]), "no gzip"],
    [
      "whose gzip is broken off",
      tgz({ path: "p/package.json", content: packageJson("x") }).subarray(0, 40),
      "broken off",
    ],
    ["that is compressed twice", gzipSync(tgz({ path: "p/package.json", content: packageJson("x") })), "no gzip"],
  ])("%s", async (_what, tarball, says) => {
    await expect(read(tarball)).rejects.toThrow(says);
  });

  test("and read to its end all the same, so that the sender hears why", async () => {
    const reader = createTarballReader();
    for (let piece = 0; piece < 100; piece += 1) await reader.write(Buffer.alloc(64 * 1024, "no gzip"));
    await expect(reader.end()).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

test("a tarball that is given up lets go of everything", async () => {
  const reader = createTarballReader();
  await reader.write(gzipSync(Buffer.alloc(1_000)).subarray(0, 10));
  reader.abort();
  await reader.write(Buffer.from("more"));
  await expect(reader.end()).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

test("a second layer of zeros is not inflated: its size is what the first layer says", async () => {
  const zeros = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024));
  const before = process.memoryUsage().rss;
  await expect(read(gzipSync(zeros))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
});

test("of many package.json one is held at a time", async () => {
  const large = JSON.stringify({ name: "x", version: "1.0.0", filler: "y".repeat(3 * 1024 * 1024) });
  const entry = entryOf({ path: "package/package.json", content: large });
  const tarball = gzipSync(Buffer.concat([...Array.from({ length: 60 }, () => entry), Buffer.alloc(1024)]));
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const reader = createTarballReader();
  for (let at = 0; at < tarball.length; at += 1_000) {
    await reader.write(tarball.subarray(at, at + 1_000));
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect((await reader.end()).packageJson).toMatchObject({ name: "x" });
  expect(most).toBeLessThan(100 * 1024 * 1024);
});
