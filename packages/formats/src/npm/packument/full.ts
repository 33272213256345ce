import type { JsonObject } from "@headwater/resolver";
import type { Packument } from "./parse.ts";

/** The full form, `application/json`: everything that the packument holds. */
export function fullDocument(packument: Packument): JsonObject {
  return {
    ...packument.fields,
    "dist-tags": packument.tags,
    versions: Object.fromEntries(packument.versions),
    time: packument.time,
  };
}
