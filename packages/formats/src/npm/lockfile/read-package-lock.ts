import type { JsonObject } from "@headwater/resolver";
import { asJsonObject, ownMember, ownObject, ownText } from "../json-object.ts";
import { isNpmVersion } from "../versions.ts";
import type { LockfileEntry, ReadLockfile } from "./lockfile-entry.ts";
import { parseJsonLockfile } from "./parse-json-lockfile.ts";
import { unreadableLockfile } from "./unreadable-lockfile.ts";

const MODULES = "node_modules/";

/**
 * npm's `package-lock.json`, `npm-shrinkwrap.json` and hidden `node_modules/.package-lock.json`, lockfile versions 1 to 3.
 * Keys are folders relative to the lockfile's project, e.g. `node_modules/a/node_modules/b`.
 */
export const readPackageLock: ReadLockfile = async (text, file) => {
  const lock = parseJsonLockfile(text, file);
  const packages = ownObject(lock, "packages");
  if (packages !== undefined) return folderEntries(packages);
  if (ownMember(lock, "lockfileVersion") === undefined)
    throw unreadableLockfile(file, 1, 'it has neither "packages" nor "lockfileVersion"');
  return dependencyEntries("", ownObject(lock, "dependencies") ?? {});
};

/** The entries of `packages`, in lockfile versions 2 and 3. */
export const folderEntries = (packages: JsonObject): readonly LockfileEntry[] =>
  Object.entries(packages).flatMap(([folder, value]) => packageEntry(folder, asJsonObject(value)));

/** Versions 2 and 3: one flat list. A folder outside `node_modules` is a workspace or the target of a `file:` link. */
function packageEntry(folder: string, entry: JsonObject | undefined): readonly LockfileEntry[] {
  const at = folder.lastIndexOf(MODULES);
  if (entry === undefined || at === -1 || ownMember(entry, "link") === true || ownMember(entry, "inBundle") === true)
    return [];
  const name = ownText(entry, "name") ?? folder.slice(at + MODULES.length);
  return registryEntry(folder, name, ownText(entry, "version"), entry);
}

/** Version 1, and version 2 for those who read version 1: nested `dependencies`; an alias is a version of the form `npm:name@1.0.0`. */
export function dependencyEntries(parent: string, dependencies: JsonObject): readonly LockfileEntry[] {
  return Object.entries(dependencies).flatMap(([key, value]) => {
    const entry = asJsonObject(value);
    if (entry === undefined) return [];
    const folder = `${parent}${MODULES}${key}`;
    const alias = /^npm:(.+)@([^@]+)$/.exec(ownText(entry, "version") ?? "");
    const [name, version] = alias === null ? [key, ownText(entry, "version")] : [alias[1] ?? key, alias[2]];
    const own = ownMember(entry, "bundled") === true ? [] : registryEntry(folder, name, version, entry);
    return [...own, ...dependencyEntries(`${folder}/`, ownObject(entry, "dependencies") ?? {})];
  });
}

function registryEntry(
  key: string,
  name: string,
  version: string | undefined,
  entry: JsonObject,
): readonly LockfileEntry[] {
  const resolved = ownText(entry, "resolved");
  if (version === undefined || !isNpmVersion(version)) return [];
  if (resolved !== undefined && !/^https?:/.test(resolved)) return [];
  const integrity = ownText(entry, "integrity");
  return [
    {
      key,
      name,
      version,
      ...(integrity === undefined ? {} : { integrity }),
      ...(resolved === undefined ? {} : { resolved }),
    },
  ];
}
