import type { FileHandle } from "node:fs/promises";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { FRAME_HEADER_BYTES, STORED_FRAME_BYTES, createFrameOpener } from "../encryption/frames.ts";
import { assetDamaged } from "../encryption/store-damaged.ts";
import { fileError } from "../files/file-error.ts";

/** So many frames are read at once: 512 KiB. Most assets are smaller and take one read. */
const FRAMES_AT_ONCE = 8;

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
        else for (const plain of next.value) controller.enqueue(plain);
      } catch (error) {
        await file.close();
        throw fileError(error, "read", what);
      }
    },
    cancel: () => file.close(),
  });
}

/** Pieces that hold something, a few at a time. */
async function* readFrames(file: FileHandle, keys: DomainKeys, context: string): AsyncGenerator<readonly Uint8Array[]> {
  const { size } = await file.stat();
  const beginning = await readRange(file, 0, Math.min(FRAME_HEADER_BYTES + FRAMES_AT_ONCE * STORED_FRAME_BYTES, size));
  const opener = createFrameOpener(keys, context, beginning, size);
  for (let first = 0; first < opener.frames; first += FRAMES_AT_ONCE) {
    const end = Math.min(first + FRAMES_AT_ONCE, opener.frames);
    const [from, to] = [opener.offset(first), opener.offset(end)];
    const stored = first === 0 ? beginning.subarray(from) : await readRange(file, from, to - from);
    if (end === opener.frames) await file.close();
    const pieces: Uint8Array[] = [];
    try {
      for (let number = first; number < end; number++) {
        const sealed = stored.subarray(opener.offset(number) - from, opener.offset(number + 1) - from);
        const plain = opener.open(number, sealed);
        if (plain.length > 0) pieces.push(plain);
      }
    } finally {
      // Also what is intact before a damaged frame.
      if (pieces.length > 0) yield pieces;
    }
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
