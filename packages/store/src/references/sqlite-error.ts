import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";

/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;
/** An extended code: the shared-memory file could not be made larger, which only a full disk prevents. */
const SHARED_MEMORY_SIZE = 4874;

function resultCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Somebody else holds a lock; trying again can succeed. */
export function isSqliteBusy(error: unknown): boolean {
  const primary = (resultCode(error) ?? 0) & 0xff;
  return primary === BUSY || primary === LOCKED;
}

/**
 * What SQLite reported, in the store's words. Headwater errors pass unchanged.
 * @param path the database file as configured
 */
export function sqliteError(error: unknown, path: string): HeadwaterError {
  if (isHeadwaterError(error)) return error;
  const code = resultCode(error);
  const options = { cause: error, details: { sqliteCode: code } };
  if (code === SHARED_MEMORY_SIZE) return storeFull(path, options);
  switch (code === undefined ? undefined : code & 0xff) {
    case BUSY:
    case LOCKED:
      return new HeadwaterError("STORE_BUSY", `Other processes kept the store ${path} locked for too long.`, {
        ...options,
        hint: "Wait for the other installs to finish and try again; nothing was changed.",
      });
    case READ_ONLY:
      return new HeadwaterError("STORE_READ_ONLY", `This user may not write the store ${path}.`, {
        ...options,
        hint: "Give the user write permission on the file and its folder, or name another place in the configuration.",
      });
    case FULL:
      return storeFull(path, options);
    case CORRUPT:
    case NOT_A_DATABASE:
      return new HeadwaterError("STORE_CORRUPT", `The store ${path} is damaged or not a Headwater store.`, {
        ...options,
        hint: "Check that the configuration names the right file, or restore it from a backup; it was not changed.",
      });
    case CANNOT_OPEN:
      return new HeadwaterError("STORE_UNAVAILABLE", `The store ${path} cannot be opened.`, {
        ...options,
        hint: "Check that the path is a file in a folder that this user may read and write.",
      });
    default:
      return new HeadwaterError("STORE_UNAVAILABLE", `The store ${path} failed: ${reasonOf(error)}.`, {
        ...options,
        hint: "Check the disk that the store is on, and try again.",
      });
  }
}

function storeFull(path: string, options: { readonly cause: unknown; readonly details: object }): HeadwaterError {
  return new HeadwaterError("STORE_FULL", `There is no space left to write the store ${path}.`, {
    cause: options.cause,
    details: { ...options.details },
    hint: "Free space on that disk and try again; nothing was changed.",
  });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
