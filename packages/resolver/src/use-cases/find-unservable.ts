import type { AssetSummary } from "../asset/asset.ts";
import { integrityOf, satisfiesIntegrity } from "../asset/integrity.ts";
import { HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Revision } from "../package-version/revision.ts";
import type { AssetStore } from "../ports/asset-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { versionNotFound } from "./fetch-asset.ts";
import type { InstalledVersion } from "./installs.ts";
import { searchPackageVersions } from "./search-package-version.ts";
import { danglingReference } from "./view-package.ts";

/** How many files of assets are looked for at a time. */
const LOOKS_AT_ONCE = 16;

export interface UnservableVersion {
  readonly coordinate: PackageVersionCoordinate;
  readonly error: HeadwaterError;
}

type Ports = Pick<ResolverPorts, "references" | "assets">;

/**
 * Judges what would happen with every external connection cut: only what a repository on the way holds is given out, by
 * the first that has it (S2, S5, S7), and only with its bytes at hand. Reads the store a few times for all versions together.
 *
 * @see Resolver.findUnservable
 */
export async function findUnservable(
  ports: Ports,
  repository: string,
  versions: readonly InstalledVersion[],
): Promise<readonly UnservableVersion[]> {
  const outcomes = await searchPackageVersions(
    ports.references,
    repository,
    versions.map(({ coordinate }) => coordinate),
  );
  const revisions = await readRevisions(
    ports,
    outcomes.flatMap((outcome) => (outcome.type === "held" ? [outcome.reference.revision] : [])),
  );
  const present = await presentAssets(
    ports,
    [...revisions.values()].flatMap(({ assets }) => assets),
  );
  return versions.flatMap(({ coordinate, integrity }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    if (outcome.type === "refused") return [{ coordinate, error: outcome.error }];
    if (outcome.type === "absent") return [{ coordinate, error: versionNotFound(outcome, repository, coordinate) }];
    const revision = revisions.get(outcome.reference.revision);
    const error =
      revision === undefined
        ? danglingReference(outcome.repository, coordinate, coordinate.version)
        : faultOf(outcome.repository, coordinate, revision.assets, integrity, present);
    return error === undefined ? [] : [{ coordinate, error }];
  });
}

function faultOf(
  holder: string,
  coordinate: PackageVersionCoordinate,
  assets: readonly AssetSummary[],
  integrity: string | undefined,
  present: ReadonlySet<string>,
): HeadwaterError | undefined {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  const details = { repository: holder, package: displayName(coordinate), version: coordinate.version };
  const [first] = assets;
  if (
    integrity !== undefined &&
    first !== undefined &&
    !assets.some(({ hashes }) => satisfiesIntegrity(hashes, integrity))
  )
    return new HeadwaterError(
      "INTEGRITY_MISMATCH",
      `${name} has the integrity ${integrity} in the lockfile, and ${integrityOf(first.hashes)} in the repository "${holder}".`,
      {
        hint: "Find out where the lockfile's bytes came from before you trust either.",
        details: { ...details, held: integrityOf(first.hashes), wanted: integrity },
      },
    );
  if (assets.every(({ hashes }) => present.has(hashes["SHA-512"]))) return undefined;
  return new HeadwaterError(
    "STORE_CORRUPT",
    `${name} is held in the repository "${holder}", but its bytes are missing from the store.`,
    {
      hint: "Restore the asset folder from a backup, or install it once while the public registry answers.",
      details,
    },
  );
}

async function readRevisions({ references }: Ports, wanted: readonly string[]): Promise<ReadonlyMap<string, Revision>> {
  const ids = [...new Set(wanted)];
  const read = await references.getMany(ids.map((revision) => ({ type: "revision", revision }) as const));
  return new Map(read.flatMap((stored) => (stored === undefined ? [] : [[stored.value.id, stored.value] as const])));
}

/** The SHA-512s of these assets whose bytes lie in the store. */
async function presentAssets(ports: Ports, assets: readonly AssetSummary[]): Promise<ReadonlySet<string>> {
  const digests = [...new Set(assets.map(({ hashes }) => hashes["SHA-512"]))];
  const records = await ports.references.getMany(digests.map((sha512) => ({ type: "asset", sha512 }) as const));
  const present = new Set<string>();
  const queue = digests.entries();
  const look = async (): Promise<void> => {
    for (const [index, sha512] of queue) {
      const location = records[index]?.value.location;
      if (location !== undefined && (await isThere(ports.assets, location))) present.add(sha512);
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, look));
  return present;
}

async function isThere(assets: AssetStore, location: string): Promise<boolean> {
  try {
    const body = await assets.open(location);
    await body.cancel();
    return true;
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "ASSET_NOT_FOUND") return false;
    throw error;
  }
}
