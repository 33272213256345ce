import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HeadwaterError } from "@headwater/resolver";

export interface WriteOptions {
  /** Permissions of the file. Default: those of any new file. */
  readonly mode?: number;
}

/** Writes a file that appears only once it is whole: whatever fails on the way leaves nothing behind. @throws INVALID_ARGUMENT when the place cannot be written */
export async function writeWholeFile(
  path: string,
  bytes: Readable,
  signal: AbortSignal,
  { mode }: WriteOptions = {},
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    await pipeline(bytes, createWriteStream(temporary, { flags: "wx" }), { signal });
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS", "ENOSPC"].includes(code))
    return error;
  return new HeadwaterError("INVALID_ARGUMENT", `${path} cannot be written: ${code}.`, {
    hint: "Name a file in a folder that exists and can be written.",
    cause: error,
  });
}
