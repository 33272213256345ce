import type { JsonObject } from "@headwater/resolver";
import { asJsonObject } from "../json-object.ts";
import { jsonErrorOffset } from "./json-error-offset.ts";
import { lineAt, requireNoConflictMarkers, unreadableLockfile } from "./unreadable-lockfile.ts";

/** A lockfile that is JSON, or JSON with comments and trailing commas. @throws CONFIGURATION_INVALID */
export function parseJsonLockfile(text: string, file: string, dialect: "json" | "jsonc" = "json"): JsonObject {
  requireNoConflictMarkers(text, file);
  const json = text.replace(/^\uFEFF/, "");
  const parsed = asJsonObject(parse(dialect === "json" ? json : withoutExtensions(json), file));
  if (parsed === undefined) throw unreadableLockfile(file, 1, "it is not a JSON object");
  return parsed;
}

function parse(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw unreadableLockfile(file, lineAt(json, jsonErrorOffset(json)), "it is not JSON", error);
  }
}

// Text in quotes is matched first, so that nothing inside it is taken for a comment or a comma.
const COMMENTS = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMAS = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;

/** Blanks out comments, then trailing commas, keeping every line where it was: in one go, comments behind a comma could be read in exponentially many ways. */
const withoutExtensions = (text: string): string => text.replace(COMMENTS, blank).replace(TRAILING_COMMAS, blank);

const blank = (match: string): string => (match.startsWith('"') ? match : match.replace(/[^\n]/g, " "));
