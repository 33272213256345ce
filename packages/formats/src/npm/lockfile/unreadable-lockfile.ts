import { HeadwaterError } from "@headwater/resolver";

/** How a lockfile that cannot be read is reported. `line` counts from 1. */
export function unreadableLockfile(
  file: string,
  line: number | undefined,
  what: string,
  cause?: unknown,
): HeadwaterError {
  const place = line === undefined ? file : `${file}:${line}`;
  return new HeadwaterError("CONFIGURATION_INVALID", `${place}: the lockfile cannot be read: ${what}.`, {
    hint: "Restore the lockfile, or remove it and let the package manager write it anew.",
    ...(cause === undefined ? {} : { cause }),
    details: { file, ...(line === undefined ? {} : { line }) },
  });
}

/** Which line, from 1, an offset lies on. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** A merge that nobody finished is no lockfile, whatever a tolerant parser makes of it. @throws CONFIGURATION_INVALID */
export function requireNoConflictMarkers(text: string, file: string): void {
  const marker = /^(?:<{7}|>{7})(?: |$)/m.exec(text);
  if (marker === null) return;
  const line = lineAt(text, marker.index);
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `${file}:${line}: the lockfile holds the conflict markers of a merge.`,
    {
      hint: "Resolve the conflict (most package managers do it on a plain install), then run again.",
      details: { file, line },
    },
  );
}
