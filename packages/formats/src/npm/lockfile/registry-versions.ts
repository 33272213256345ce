import { type InstalledVersion, isHeadwaterError } from "@headwater/resolver";
import { parseNpmName } from "../names.ts";
import type { LockfileEntry } from "./lockfile-entry.ts";

export interface RegistryVersionsOptions {
  /** URLs of registries whose packages the domain answers for: the endpoint, the public registry, the connections. */
  readonly registries: readonly string[];
  /** Scopes, with `@`, that clients fetch past the domain. */
  readonly direct: readonly string[];
}

/** Installed versions that belong to the domain, each once, and those that came from registries which are none of it. */
export interface RegistryVersions {
  readonly versions: readonly InstalledVersion[];
  /** `name@version` */
  readonly foreign: readonly string[];
}

/**
 * Chooses what of a tree the domain answers for. An entry without a URL came from the registry that the client was told to
 * ask; one with a URL belongs to us when it is that of the package's tarball in one of our registries.
 */
export function registryVersions(
  entries: readonly LockfileEntry[],
  { registries, direct }: RegistryVersionsOptions,
): RegistryVersions {
  const hosts = new Set(registries.filter((url) => URL.canParse(url)).map((url) => new URL(url).host));
  const versions = new Map<string, InstalledVersion>();
  const foreign = new Set<string>();
  for (const entry of entries) {
    const { name, version, integrity } = entry;
    const key = `${name}@${version}`;
    if (direct.some((scope) => name.startsWith(`${scope}/`)) || versions.has(key)) continue;
    const coordinate = parseName(name);
    if (coordinate === undefined || !isOurs(entry, hosts)) foreign.add(key);
    else
      versions.set(key, { coordinate: { ...coordinate, version }, ...(integrity === undefined ? {} : { integrity }) });
  }
  return { versions: [...versions.values()], foreign: [...foreign].filter((key) => !versions.has(key)) };
}

function isOurs({ name, resolved }: LockfileEntry, hosts: ReadonlySet<string>): boolean {
  if (resolved === undefined) return true;
  if (!URL.canParse(resolved)) return false;
  const { host, pathname } = new URL(resolved);
  // Old lockfiles have the slash of a scope encoded.
  return hosts.has(host) && pathname.replace(/%2f/i, "/").includes(`/${name}/-/`);
}

/** A package that no repository could hold under its name came from elsewhere. */
function parseName(name: string): ReturnType<typeof parseNpmName> | undefined {
  try {
    return parseNpmName(name);
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "INVALID_NAME") return undefined;
    throw error;
  }
}
