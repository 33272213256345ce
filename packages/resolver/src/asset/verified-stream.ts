import { HeadwaterError } from "../errors/headwater-error.ts";
import type { AssetWriter } from "../ports/asset-store.ts";
import type { AssetHashes, AssetLocation } from "./asset.ts";
import { createDigest } from "./digest.ts";
import { createHeldBack } from "./held-back.ts";
import { satisfiesIntegrity } from "./integrity.ts";

export interface ReceivedAsset {
  readonly size: number;
  readonly hashes: AssetHashes;
  readonly location: AssetLocation;
}

export interface VerifiedStreamOptions {
  readonly source: ReadableStream<Uint8Array>;
  readonly writer: AssetWriter;
  /** SRI that the bytes must satisfy; `undefined` when none was announced. */
  readonly integrity: string | undefined;
  /** How messages name the asset. */
  readonly name: string;
  /** Runs when the bytes are stored and right, before the last of them are given out: records are written here. */
  readonly onReceived: (asset: ReceivedAsset) => Promise<void>;
  /** Runs once, when the bytes are stored, or have failed, or the reader has gone or has stopped reading: nobody need wait for them any longer. */
  readonly onSettled: () => void;
}

/** How long, in milliseconds, a reader may leave the body unread before others stop waiting for it. */
const STALLED_AFTER = 10_000;

/** How far, in bytes, reading from the source may run ahead of a slow reader. */
const READ_AHEAD = 1024 * 1024;

/**
 * Passes bytes on while they are digested and stored; the last 64 KiB are held back until the digest is right and
 * `onReceived` is through, so nobody ever receives a whole wrong body. A mismatch, a failing source or store, or a
 * reader that goes away ends both ends and leaves nothing stored.
 *
 * The body errors with INTEGRITY_MISMATCH, or with what source, writer or `onReceived` threw.
 */
export function verifiedStream(options: VerifiedStreamOptions): ReadableStream<Uint8Array> {
  const { source, writer, integrity, name, onReceived, onSettled } = options;
  const reader = source.getReader();
  const digest = createDigest();
  const heldBack = createHeldBack();
  let gone = false;
  let settled = false;
  let pulling: Promise<void> = Promise.resolve();
  let stalled: ReturnType<typeof setTimeout> | undefined;

  const finish = async (): Promise<readonly Uint8Array[]> => {
    const { size, hashes } = digest.finish();
    if (integrity !== undefined && !satisfiesIntegrity(hashes, integrity)) {
      throw new HeadwaterError(
        "INTEGRITY_MISMATCH",
        `The bytes received for ${name} are not the ones announced (expected ${integrity}).`,
        {
          hint: "Nothing was stored. Try again; if it persists, the registry or something on the way to it changes the bytes.",
          details: { asset: name, expected: integrity, sha512: hashes["SHA-512"], size },
        },
      );
    }
    const location = await writer.finish();
    await onReceived({ size, hashes, location });
    return heldBack.release();
  };

  /** Lets go of the source; one that has failed already rejects with that same failure, which is reported where it arose. */
  const cancelSource = async (reason: unknown): Promise<void> => {
    await reader.cancel(reason).then(undefined, (): void => undefined);
  };

  const settle = (): void => {
    clearTimeout(stalled);
    if (!settled) onSettled();
    settled = true;
  };

  /** Leaves nothing stored, unless the bytes are whole and stored already. */
  const letGo = async (reason: unknown): Promise<void> => {
    try {
      await writer.abort();
      await cancelSource(reason);
    } finally {
      settle();
    }
  };

  const pass = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        // A read that a cancellation ended says "done" too, in the middle of the bytes.
        if (gone) return;
        if (done) {
          const rest = await finish();
          settle();
          if (gone) return;
          for (const chunk of rest) controller.enqueue(chunk);
          controller.close();
          return;
        }
        digest.update(value);
        await writer.write(value);
        const passed = heldBack.push(value);
        if (gone) return;
        for (const chunk of passed) controller.enqueue(chunk);
        if (passed.length > 0) return;
      }
    } catch (error) {
      await letGo(error);
      if (!gone) controller.error(error);
    }
  };

  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        clearTimeout(stalled);
        pulling = pass(controller);
        return pulling.then(() => {
          if (!settled) stalled = setTimeout(settle, STALLED_AFTER).unref();
        });
      },
      async cancel(reason) {
        gone = true;
        await cancelSource(reason);
        // The writer is used by one at a time; bytes that are just being finished are kept.
        await pulling;
        await letGo(reason);
      },
    },
    { highWaterMark: READ_AHEAD, size: (chunk) => chunk.byteLength },
  );
}
