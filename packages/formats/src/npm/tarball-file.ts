import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Tar's unit: every header is one block, every file is filled up to whole ones. */
const BLOCK = 512;
/** No more than this is unpacked in search of a file. */
const MAX_UNPACKED = 512 * 1024 * 1024;
const REGULAR_FILE = new Set(["0", "\0", ""]);

/**
 * The first regular file of a tarball whose path fits, while the tarball is read as a stream: nothing is written and no more is
 * held than the file itself. `undefined` when there is none, when it has more than `maxSize` bytes, and when the bytes are no
 * gzipped tar.
 */
export async function readTarballFile(
  tarball: ReadableStream<Uint8Array>,
  path: RegExp,
  maxSize: number,
): Promise<Buffer | undefined> {
  const packed = Readable.fromWeb(tarball);
  const unpacked = createGunzip();
  packed.once("error", (error) => unpacked.destroy(error));
  packed.pipe(unpacked);
  try {
    return await findFile(unpacked, path, maxSize);
  } catch (error) {
    if (isZlibError(error)) return undefined;
    throw error;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

async function findFile(unpacked: AsyncIterable<Buffer>, path: RegExp, maxSize: number): Promise<Buffer | undefined> {
  let pending: Buffer = Buffer.alloc(0);
  /** Bytes of a file of no interest that are still to come. */
  let skip = 0;
  let read = 0;
  for await (const chunk of unpacked) {
    read += chunk.byteLength;
    if (read > MAX_UNPACKED) return undefined;
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const passed = Math.min(skip, pending.byteLength);
      pending = pending.subarray(passed);
      skip -= passed;
      if (skip > 0 || pending.byteLength < BLOCK) break;
      const header = readHeader(pending);
      if (header === undefined) return undefined;
      if (!header.isFile || !path.test(header.path)) {
        pending = pending.subarray(BLOCK);
        skip = Math.ceil(header.size / BLOCK) * BLOCK;
        continue;
      }
      if (header.size > maxSize) return undefined;
      if (pending.byteLength < BLOCK + header.size) break;
      return Buffer.from(pending.subarray(BLOCK, BLOCK + header.size));
    }
  }
  return undefined;
}

interface Header {
  readonly path: string;
  readonly size: number;
  readonly isFile: boolean;
}

/** `undefined` at the end mark, and for what is no header. */
function readHeader(block: Buffer): Header | undefined {
  const text = (from: number, length: number): string =>
    block.toString("utf8", from, from + length).replace(/\0.*$/s, "");
  const size = Number.parseInt(text(124, 12).trim(), 8);
  const name = text(0, 100);
  if (name === "" || !Number.isSafeInteger(size)) return undefined;
  const prefix = text(257, 5) === "ustar" ? text(345, 155) : "";
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    size,
    isFile: REGULAR_FILE.has(text(156, 1)),
  };
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
