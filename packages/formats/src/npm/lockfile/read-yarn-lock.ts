import type { JsonObject, JsonValue } from "@headwater/resolver";
import { asJsonObject, ownMember, ownText } from "../json-object.ts";
import { isNpmVersion } from "../versions.ts";
import type { LockfileEntry, ReadLockfile } from "./lockfile-entry.ts";
import { isClassicYarnLock } from "./lockfile-tool.ts";
import { parseYamlLockfile } from "./parse-yaml-lockfile.ts";
import { unreadableLockfile } from "./unreadable-lockfile.ts";

/** `yarn.lock`, of Yarn 2 and later and of Yarn 1. Keys are resolutions, e.g. `is-odd@npm:3.0.1`. */
export const readYarnLock: ReadLockfile = async (text, file) => {
  const [lock = {}] = await parseYamlLockfile(text, file);
  if (isClassicYarnLock(text)) return Object.entries(lock).flatMap(([key, value]) => classicEntry(key, value));
  if (ownMember(lock, "__metadata") === undefined && Object.keys(lock).length > 0) {
    throw unreadableLockfile(file, 1, 'it has no "__metadata"');
  }
  return Object.values(lock).flatMap((value) => berryEntry(asJsonObject(value) ?? {}));
};

/** A registry package as one of Yarn's locators names it. */
export interface NpmLocator {
  readonly name: string;
  readonly version: string;
  /** The tarball's URL, when it is not the conventional one of the configured registry. */
  readonly archiveUrl?: string;
}

/**
 * Reads a locator such as `debug@npm:4.3.4`, also a virtual one, and a patched one as the package that it patches.
 * `undefined` for workspaces, links, files, git repositories and remote tarballs.
 */
export function parseNpmLocator(locator: string): NpmLocator | undefined {
  const at = locator.indexOf("@", 1);
  const reference = locator.slice(at + 1).replace(/^virtual:[^#]*#/, "");
  const patched = /^patch:([^#]+)#/.exec(reference)?.[1];
  if (patched !== undefined) return parseNpmLocator(decodeURIComponent(patched));
  const [, version = "", parameters = ""] = /^npm:([^:]+)(?:::(.*))?$/.exec(reference) ?? [];
  if (at === -1 || !isNpmVersion(version)) return undefined;
  const archiveUrl = new URLSearchParams(parameters).get("__archiveUrl");
  return { name: locator.slice(0, at), version, ...(archiveUrl === null ? {} : { archiveUrl }) };
}

function berryEntry(entry: JsonObject): readonly LockfileEntry[] {
  const key = ownText(entry, "resolution");
  const locator = key === undefined || key.includes("@patch:") ? undefined : parseNpmLocator(key);
  if (key === undefined || locator === undefined) return [];
  const conditions = ownText(entry, "conditions");
  return [
    {
      key,
      name: locator.name,
      version: locator.version,
      ...(locator.archiveUrl === undefined ? {} : { resolved: locator.archiveUrl }),
      ...(conditions === undefined ? {} : { conditions }),
    },
  ];
}

/** Yarn 1: the package's own name in a key, which is what was asked, `a@^1, a@~1.2`; an alias asks for `npm:name@range`. */
export function classicName(key: string): string | undefined {
  const [asked = ""] = key.split(/,\s*/);
  const at = asked.indexOf("@", 1);
  if (at === -1) return undefined;
  return /^npm:(@?[^@]+)/.exec(asked.slice(at + 1))?.[1] ?? asked.slice(0, at);
}

function classicEntry(key: string, value: JsonValue): readonly LockfileEntry[] {
  const entry = asJsonObject(value) ?? {};
  const [version, url, integrity] = [
    ownText(entry, "version"),
    ownText(entry, "resolved"),
    ownText(entry, "integrity"),
  ];
  const name = classicName(key);
  if (name === undefined || version === undefined || !isNpmVersion(version)) return [];
  if (url === undefined || !/^https?:/.test(url)) return [];
  const resolved = url.replace(/#.*$/, "");
  return [
    { key: `${name}@npm:${version}`, name, version, resolved, ...(integrity === undefined ? {} : { integrity }) },
  ];
}
