import type { FileHandle } from "node:fs/promises";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { FRAME_BYTES, createFrameOpener } from "../encryption/frames.ts";
import { assetDamaged } from "../encryption/store-damaged.ts";
import { fileError } from "../files/file-error.ts";

/** So much is read from the disk at once; most assets are smaller and take one read. */
const READ_BYTES = 8 * FRAME_BYTES;

/**
 * The plaintext of a file of frames, read only as fast as it is consumed. The stream errors with STORE_CORRUPT at the
 * first frame that is not intact. The file is closed when all of it is read, on an error and on cancellation.
 * @param context what the frames were sealed with
 * @param what the asset folder as messages call it
 * Proven in `packages/store/test/assets/file-asset-store.test.ts`.
 */
export function frameStream(
  file: FileHandle,
  keys: DomainKeys,
  context: string,
  what: string,
): ReadableStream<Uint8Array> {
  const frames = readFrames(file, keys, context);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await frames.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        await file.close();
        throw fileError(error, "read", what);
      }
    },
    cancel: () => file.close(),
  });
}

async function* readFrames(file: FileHandle, keys: DomainKeys, context: string): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat();
  let stored = await readRange(file, 0, Math.min(READ_BYTES, size));
  let start = 0;
  const opener = createFrameOpener(keys, context, stored, size);
  for (let number = 0; number < opener.frames; number++) {
    const from = opener.offset(number);
    const to = opener.offset(number + 1);
    if (to > start + stored.length) {
      stored = await readRange(file, from, Math.min(READ_BYTES, size - from));
      start = from;
    }
    if (start + stored.length === size) await file.close();
    const plain = opener.open(number, stored.subarray(from - start, to - start));
    if (plain.length > 0) yield plain;
  }
}

async function readRange(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw assetDamaged();
    filled += bytesRead;
  }
  return bytes;
}
