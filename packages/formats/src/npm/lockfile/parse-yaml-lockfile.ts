import type { JsonObject } from "@headwater/resolver";
import { asJsonObject } from "../json-object.ts";
import { requireNoConflictMarkers, unreadableLockfile } from "./unreadable-lockfile.ts";

/** One YAML document of a file, and the line of the file that it begins on, from 1. */
interface Part {
  readonly text: string;
  readonly firstLine: number;
}

/**
 * The documents of a lockfile that is YAML, every scalar as text. Yarn's own parser is used for all of them: it also reads
 * Yarn 1's dialect, and is many times faster than a parser that keeps comments.
 * @throws CONFIGURATION_INVALID
 */
export async function parseYamlLockfile(text: string, file: string): Promise<readonly JsonObject[]> {
  requireNoConflictMarkers(text, file);
  // Loaded here, because most commands read no lockfile.
  const { default: parsers } = await import("@yarnpkg/parsers");
  return documentsOf(text).map(({ text: document, firstLine }) => {
    try {
      return asJsonObject(parsers.parseSyml(document)) ?? {};
    } catch (error) {
      const line = lineOf(error);
      throw unreadableLockfile(file, line === undefined ? undefined : firstLine + line, "it is not YAML", error);
    }
  });
}

/** Split at the lines `---`, as pnpm writes them; neither pnpm nor Yarn has block text in a lockfile. */
function documentsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let [lines, firstLine]: [string[], number] = [[], 1];
  const finish = (): void => {
    if (lines.some((line) => line.trim() !== "")) parts.push({ text: lines.join("\n"), firstLine });
  };
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (/^---\s*$/.test(line)) {
      finish();
      [lines, firstLine] = [[], index + 2];
    } else lines.push(line);
  }
  finish();
  return parts;
}

/** The line of the document, from 0, that either of the two parsers names. */
function lineOf(error: unknown): number | undefined {
  const { mark, location } = error as {
    readonly mark?: { readonly line?: unknown };
    readonly location?: { readonly start?: { readonly line?: unknown } };
  };
  if (typeof mark?.line === "number") return mark.line;
  return typeof location?.start?.line === "number" ? location.start.line - 1 : undefined;
}
