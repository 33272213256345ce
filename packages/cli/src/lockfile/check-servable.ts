import { type LockfileEntry, type LockfileInspection, parseNpmName } from "@headwater/formats";
import { type InstalledVersion, type Resolver, displayName, isHeadwaterError } from "@headwater/resolver";

/** Why an entry could not be given out. */
export type UnservableReason = "NOT_HELD" | "REFUSED" | "INTEGRITY_DIFFERS" | "BYTES_MISSING" | "FOREIGN_REGISTRY";

export interface UnservableEntry {
  readonly package: string;
  readonly version: string;
  readonly reason: UnservableReason;
  readonly message: string;
}

/** Which entries of a lockfile a repository could give out with every external connection cut. */
export interface Servability {
  readonly repository: string;
  /** How many versions could be. */
  readonly servable: number;
  readonly unservable: readonly UnservableEntry[];
}

const REASONS: Readonly<Record<string, UnservableReason>> = {
  PACKAGE_VERSION_NOT_FOUND: "NOT_HELD",
  PACKAGE_VERSION_REFUSED: "REFUSED",
  INTEGRITY_MISMATCH: "INTEGRITY_DIFFERS",
  STORE_CORRUPT: "BYTES_MISSING",
};

export interface CheckServableOptions {
  readonly repository: string;
  /** Scopes, with `@`, that clients fetch past the domain. */
  readonly direct: readonly string[];
}

/**
 * Asks the repository for every entry at once. An entry that names a proxy counts as the package that it is: repaired, its
 * client asks the repository for it.
 * Proven in test/commands/lockfile-verify.test.ts
 */
export async function checkServable(
  resolver: Resolver,
  { entries, foreign }: LockfileInspection,
  { repository, direct }: CheckServableOptions,
): Promise<Servability> {
  const elsewhere = new Map<string, LockfileEntry>();
  const asked = new Map<string, InstalledVersion>();
  const outside = new Set(foreign);
  for (const entry of entries) {
    const isElsewhere = outside.has(entry) || direct.some((scope) => entry.name.startsWith(`${scope}/`));
    const version = isElsewhere ? undefined : installedVersion(entry);
    const { name, version: number, integrity = "" } = entry;
    if (version === undefined) elsewhere.set(`${name}@${number}`, entry);
    else asked.set(`${name}@${number} ${integrity}`, version);
  }
  const faults = await resolver.findUnservable(repository, [...asked.values()]);
  return {
    repository,
    servable: asked.size - faults.length,
    unservable: [
      ...faults.map(({ coordinate, error }) => ({
        package: displayName(coordinate),
        version: coordinate.version,
        reason: REASONS[error.code] ?? "NOT_HELD",
        message: error.message,
      })),
      ...[...elsewhere.values()].map(foreignEntry),
    ],
  };
}

/** `undefined` for a name that no repository can hold. */
function installedVersion({ name, version, integrity }: LockfileEntry): InstalledVersion | undefined {
  try {
    return { coordinate: { ...parseNpmName(name), version }, ...(integrity === undefined ? {} : { integrity }) };
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "INVALID_NAME") return undefined;
    throw error;
  }
}

function foreignEntry({ name, version, resolved }: LockfileEntry): UnservableEntry {
  const place = resolved !== undefined && URL.canParse(resolved) ? new URL(resolved).host : "another registry";
  const message = `${name}@${version} comes from ${place}, past the domain.`;
  return { package: name, version, reason: "FOREIGN_REGISTRY", message };
}
