import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Nothing lies at the path. */
export const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";

/** Something lies at the path already. */
export const isPresent = (error: unknown): boolean => codeOf(error) === "EEXIST";

/**
 * What went wrong with a file of the store, in the store's words. Headwater errors pass unchanged.
 * @param what the thing the user configured, e.g. `the asset folder /data/assets`
 */
export function fileError(error: unknown, doing: "read" | "write", what: string): HeadwaterError {
  if (isHeadwaterError(error)) return error;
  const code = codeOf(error);
  const options = { cause: error, details: { systemCode: code } };
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new HeadwaterError("STORE_FULL", `There is no space left to write ${what}.`, {
      ...options,
      hint: "Free space on that disk and try again; nothing was left half-written.",
    });
  }
  if (code === "EROFS" || (doing === "write" && (code === "EACCES" || code === "EPERM"))) {
    return new HeadwaterError("STORE_READ_ONLY", `This user may not write ${what}.`, {
      ...options,
      hint: "Give the user write permission there, or name another place in the configuration.",
    });
  }
  const reason = error instanceof Error ? `: ${code ?? error.message}` : "";
  return new HeadwaterError("STORE_UNAVAILABLE", `Headwater could not ${doing} ${what}${reason}.`, {
    ...options,
    hint: "Check that the path exists, is a local disk and is readable and writable by this user.",
  });
}
