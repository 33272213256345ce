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

/** Text in quotes is matched first, so that nothing inside it is taken for a comment or a comma. */
const EXTENSIONS = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;

/** Blanks out comments and trailing commas, keeping every line where it was. */
function withoutExtensions(text: string): string {
  return text.replace(EXTENSIONS, (match) => (match.startsWith('"') ? match : match.replace(/[^\n]/g, " ")));
}
