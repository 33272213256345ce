import type { JsonObject, JsonValue } from "@headwater/resolver";
import { asJsonObject, ownMember, ownObject } from "../json-object.ts";
import { isNpmVersion } from "../versions.ts";
import type { LockfileEntry, ReadLockfile } from "./lockfile-entry.ts";
import { parseJsonLockfile } from "./parse-json-lockfile.ts";
import { unreadableLockfile } from "./unreadable-lockfile.ts";

/**
 * Bun's text lockfile `bun.lock`: JSON with trailing commas. A package of a registry is `["name@version", url, info, sri]`,
 * its URL empty for the default registry; everything else has another shape. Keys are paths such as `debug/ms`.
 */
export const readBunLock: ReadLockfile = async (text, file) => {
  const packages = ownObject(parseJsonLockfile(text, file, "jsonc"), "packages");
  if (packages === undefined) throw unreadableLockfile(file, 1, 'it has no "packages"');
  return bunEntries(packages);
};

/** The entries of `packages`. */
export const bunEntries = (packages: JsonObject): readonly LockfileEntry[] =>
  Object.entries(packages).flatMap(([key, value]) => packageEntry(key, value));

function packageEntry(key: string, value: JsonValue): readonly LockfileEntry[] {
  if (!Array.isArray(value)) return [];
  const [spec, url, info, integrity] = value as readonly JsonValue[];
  if (typeof spec !== "string" || typeof url !== "string") return [];
  const at = spec.indexOf("@", 1);
  const version = spec.slice(at + 1);
  if (at === -1 || !isNpmVersion(version) || ownMember(asJsonObject(info) ?? {}, "bundled") === true) return [];
  return [
    {
      key,
      name: spec.slice(0, at),
      version,
      ...(typeof integrity === "string" && integrity !== "" ? { integrity } : {}),
      ...(url === "" ? {} : { resolved: url }),
    },
  ];
}
