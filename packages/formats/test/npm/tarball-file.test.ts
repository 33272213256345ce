import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { streamOf } from "../../../../test/kit/generic-package.ts";
import { readTarballFile } from "../../src/npm/tarball-file.ts";

interface Entry {
  readonly path: string;
  readonly content?: string;
  readonly type?: string;
  readonly prefix?: string;
  /** As the header says it. */
  readonly size?: string;
}

/** A tar of exactly these headers. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", type = "0", prefix = "", size }) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(size ?? Buffer.byteLength(content).toString(8).padStart(11, "0"), 124);
    header.write(type, 156);
    header.write("ustar\0", 257);
    header.write(prefix, 345);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
const read = async (entries: readonly Entry[], path = /^package\/wanted$/, maxSize = 10_000) =>
  (await readTarballFile(streamOf(tarOf(entries), { chunkSize: 100 }), path, maxSize))?.toString();

describe("the file of a tarball whose path fits", () => {
  test("is read wherever it stands, whole and alone", async () => {
    const before = Array.from({ length: 40 }, (_, index) => ({
      path: `package/f${index}`,
      content: "x".repeat(index * 50),
    }));
    expect(
      await read([...before, { path: "package/wanted", content: "this" }, { path: "package/z", content: "z" }]),
    ).toBe("this");
    expect(
      await read([
        { path: "package/wanted", content: "first" },
        { path: "package/wanted", content: "second" },
      ]),
    ).toBe("first");
    expect(await read([{ path: "package/wanted" }])).toBe("");
  });

  test("may have its folder in the header's prefix", async () => {
    expect(await read([{ path: "wanted", prefix: "package", content: "this" }])).toBe("this");
  });

  test.each(["1", "2", "5", "x", "g"])("is no link, folder or extension header (type %s)", async (type) => {
    expect(await read([{ path: "package/wanted", content: "other", type }])).toBeUndefined();
  });

  test("of more bytes than are wanted is none", async () => {
    expect(await read([{ path: "package/wanted", content: "12345" }], undefined, 4)).toBeUndefined();
  });

  test.each(["not octal..", "\u0080\u0000", "7".repeat(11)])("is none with the size %j in its header", async (size) => {
    expect(await read([{ path: "package/wanted", content: "x", size }])).toBeUndefined();
  });

  test("is none when the tarball ends within it, or before its first header does", async () => {
    expect(await read([{ path: "package/wanted", size: "00000004000" }])).toBeUndefined();
    expect(await readTarballFile(streamOf(gzipSync(Buffer.alloc(100))), /wanted/, 10_000)).toBeUndefined();
  });
});
