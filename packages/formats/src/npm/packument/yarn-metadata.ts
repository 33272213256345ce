import type { JsonObject, JsonValue } from "@headwater/resolver";
import { ownMember, ownObject } from "../json-object.ts";
import type { Packument } from "./parse.ts";

/** Our own media type for what Yarn keeps of a packument; only our plugin asks for it. */
export const YARN_METADATA_TYPE = "application/vnd.headwater.yarn-metadata+json";

/** The fields of a version that Yarn 4 keeps, beside `dist.tarball`. Proven against Yarn itself in test/yarn/metadata.test.ts */
const KEPT_FIELDS = [
  "name",
  "bin",
  "scripts",
  "os",
  "cpu",
  "libc",
  "dependencies",
  "dependenciesMeta",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "deprecated",
];

/** What Yarn picks out of a full packument before it resolves: parsing the rest would only be waiting. */
export function yarnMetadata({ tags, versions, time }: Packument): JsonObject {
  return {
    "dist-tags": tags,
    versions: Object.fromEntries([...versions].map(([version, manifest]) => [version, keptFields(manifest)])),
    time,
  };
}

function keptFields(manifest: JsonObject): JsonObject {
  const fields: [string, JsonValue][] = [];
  for (const key of KEPT_FIELDS) {
    const value = ownMember(manifest, key);
    if (value !== undefined) fields.push([key, value]);
  }
  const tarball = ownMember(ownObject(manifest, "dist") ?? {}, "tarball");
  if (tarball !== undefined) fields.push(["dist", { tarball }]);
  return Object.fromEntries(fields);
}
