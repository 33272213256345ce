import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AssetWriter, Clock } from "@headwater/resolver";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { createFrameSealer } from "../encryption/frames.ts";
import { fileError, isMissing } from "../files/file-error.ts";
import { syncFolder } from "../files/sync-folder.ts";
import { makeAssetLocation } from "./asset-location.ts";

export interface FileAssetWriterOptions {
  /** The asset folder. */
  readonly path: string;
  /** The folder for files in progress, on the same file system. */
  readonly temporary: string;
  /** The asset folder as messages call it. */
  readonly what: string;
  readonly keys: DomainKeys;
  readonly clock: Clock;
  /** Holds the name of the temporary file while it is written. */
  readonly writing: Set<string>;
}

/**
 * Writes one asset: encrypted into a temporary file, synced, then renamed to its location. Whatever fails, the temporary
 * file is removed first and the error told afterwards.
 * @throws STORE_FULL, STORE_READ_ONLY, STORE_UNAVAILABLE
 * Proven in `packages/store/test/assets/file-asset-store.test.ts`.
 */
export async function createFileAssetWriter(options: FileAssetWriterOptions): Promise<AssetWriter> {
  const { clock, path, what, writing } = options;
  const location = makeAssetLocation();
  const sealer = createFrameSealer(options.keys, location);
  const name = `${process.pid}-${randomBytes(8).toString("hex")}`;
  const temporary = join(options.temporary, name);
  writing.add(name);
  const file = await open(temporary, "wx", 0o600).catch((error: unknown) => {
    writing.delete(name);
    throw fileError(error, "write", what);
  });
  let unwritten: Uint8Array[] = [sealer.header];
  let state: "open" | "finished" | "aborted" = "open";

  const abandon = async (): Promise<void> => {
    state = "aborted";
    try {
      await file.close();
    } finally {
      await rm(temporary, { force: true });
      writing.delete(name);
    }
  };
  const attempt = async <T>(run: () => Promise<T>): Promise<T> => {
    if (state !== "open") throw new Error(`The asset writer is ${state}.`);
    try {
      return await run();
    } catch (error) {
      // The first error is the one to tell; `removeAbandonedWrites` takes what could not be removed now.
      await abandon().catch(() => undefined);
      throw fileError(error, "write", what);
    }
  };

  return {
    write: (chunk) =>
      attempt(async () => {
        const frames = sealer.add(chunk);
        if (frames.length === 0) return;
        const pieces = [...unwritten, ...frames];
        unwritten = [];
        await append(file, pieces);
      }),
    finish: () =>
      attempt(async () => {
        await append(file, [...unwritten, sealer.end()]);
        const seconds = clock.now() / 1000;
        await file.utimes(seconds, seconds);
        await file.sync();
        await file.close();
        await moveInto(temporary, join(path, location));
        writing.delete(name);
        state = "finished";
        return location;
      }),
    async abort() {
      if (state !== "open") return;
      try {
        await abandon();
      } catch (error) {
        throw fileError(error, "write", what);
      }
    },
  };
}

/** `writeFile` on an open file goes on where the last one ended, and goes on after a short write. */
async function append(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  await file.writeFile(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces));
}

async function moveInto(temporary: string, target: string): Promise<void> {
  const folder = dirname(target);
  try {
    await rename(temporary, target);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(dirname(folder));
    await rename(temporary, target);
  }
  try {
    await syncFolder(folder);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}
