import type { Asset } from "../asset/asset.ts";
import { withFirstBytes } from "../asset/first-bytes.ts";
import { HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName, packageVersionPath } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { FirstEntry } from "../package/origin-controls.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { planRetention } from "../retention/plan-retention.ts";
import {
  type OfferedVersion,
  changedMeanwhile,
  findHeldAsset,
  findOffer,
  ingestChanges,
  receiveOffered,
} from "./ingest-package-version.ts";
import { type LoadExternalPackage, isLost } from "./load-external-package.ts";
import type { ServedAsset } from "./resolver.ts";
import { restoreLost } from "./restore-lost-asset.ts";
import { retentionChanges } from "./retention-changes.ts";
import { type SearchOutcome, searchPackageVersion } from "./search-package-version.ts";
import { createUnderWay } from "./under-way.ts";
import { danglingReference } from "./view-package.ts";
import { type Walk, keptOutText } from "./walk.ts";

/** How often a request starts over when the domain changes under it (a sweep, a deleted repository). */
const ATTEMPTS = 3;

export type FetchAsset = (
  repository: string,
  coordinate: PackageVersionCoordinate,
  asset: string,
  options?: { readonly signal?: AbortSignal },
) => Promise<ServedAsset>;

/** @see Resolver.fetchAsset */
export function createFetchAsset(ports: ResolverPorts, loadExternalPackage: LoadExternalPackage): FetchAsset {
  const underWay = createUnderWay();

  const attempt: FetchAsset = async (repository, coordinate, assetName, options = {}) => {
    const outcome = await searchPackageVersion(ports.references, repository, coordinate);
    if (outcome.type === "refused") throw outcome.error;
    if (outcome.type === "held") {
      await retainFound(ports, repository, coordinate, outcome);
      try {
        return await openHeld(ports, outcome.repository, coordinate, outcome.reference, assetName);
      } catch (error) {
        if (!isLost(error)) throw error;
        return restoreLost(ports, loadExternalPackage, coordinate, outcome, assetName, error);
      }
    }
    const key = `${packageVersionPath(coordinate)}/${assetName}`;
    // Whoever asks for an asset that is on its way waits for it and finds it held, instead of fetching it again.
    const running = underWay.find(key);
    if (running !== undefined) {
      await running;
      return attempt(repository, coordinate, assetName, options);
    }
    const settle = underWay.begin(key);
    try {
      const offer = await findOffer(loadExternalPackage, outcome.connected, coordinate);
      if (offer === undefined) throw versionNotFound(outcome, repository, coordinate);
      const { admission } = outcome.walk;
      const admitted = { ...offer, firstControls: (entry: FirstEntry) => admission.firstControls(entry, coordinate) };
      return await fetchOffered(repository, coordinate, admitted, assetName, settle, options.signal);
    } catch (error) {
      settle();
      throw error;
    }
  };

  const fetchOffered = async (
    repository: string,
    coordinate: PackageVersionCoordinate,
    offer: OfferedVersion,
    assetName: string,
    settle: () => void,
    signal: AbortSignal | undefined,
  ): Promise<ServedAsset> => {
    const asset = offer.version.assets.find((each) => each.name === assetName);
    if (asset === undefined) throw assetNotFound(coordinate, assetName);
    const held = await findHeldAsset(ports, asset);
    if (held !== undefined) {
      const summary = { name: asset.name, size: held.size, hashes: held.hashes };
      await commitOrConflict(ports, coordinate, ingestChanges(ports, repository, coordinate, offer, [summary]).changes);
      settle();
      // Now that it is held, it is opened, or restored, like any other.
      return attempt(repository, coordinate, assetName, signal === undefined ? {} : { signal });
    }
    const source = await offer.package.fetchAsset(asset, signal === undefined ? {} : { signal });
    return {
      body: await withFirstBytes(await receiveOffered(ports, repository, coordinate, offer, asset, source, settle)),
    };
  };

  return async (repository, coordinate, assetName, options) => {
    for (let left = ATTEMPTS; ; left -= 1) {
      try {
        return await attempt(repository, coordinate, assetName, options);
      } catch (error) {
        if (left <= 1 || !isHeadwaterError(error) || error.code !== "CONFLICT") throw error;
      }
    }
  };
}

/** Keeps the reference that Table 2 asks for when a repository on the way holds the version (K1, K2, K7, K8). */
async function retainFound(
  ports: ResolverPorts,
  repository: string,
  coordinate: PackageVersionCoordinate,
  found: { readonly repository: string; readonly reference: Reference; readonly walk: Walk },
): Promise<void> {
  const keepers = planRetention(repository, { type: "repository", repository: found.repository });
  if (keepers.length === 0) return;
  const entries = keepers.map((each) => ({ repository: each, entry: "retained" }) as const);
  const reference: Reference = { ...found.reference, retainedTime: ports.clock.now() };
  const { admission } = found.walk;
  const changes = retentionChanges(entries, coordinate, reference, (entry) =>
    admission.firstControls(entry, coordinate),
  );
  await commitOrConflict(ports, coordinate, changes);
}

async function commitOrConflict(
  ports: ResolverPorts,
  coordinate: PackageVersionCoordinate,
  changes: readonly Change[],
): Promise<void> {
  const result = await ports.references.commit(changes);
  if (result.committed) return;
  throw changedMeanwhile(coordinate, result.conflicts);
}

/** The bytes of an asset that a repository's reference leads to. @throws ASSET_NOT_FOUND, STORE_CORRUPT */
export async function openHeld(
  ports: Pick<ResolverPorts, "references" | "assets">,
  repository: string,
  coordinate: PackageVersionCoordinate,
  reference: Reference,
  assetName: string,
): Promise<ServedAsset & { readonly size: number }> {
  const revision = await ports.references.get({ type: "revision", revision: reference.revision });
  if (revision === undefined) throw danglingReference(repository, coordinate, coordinate.version);
  const summary = revision.value.assets.find((each) => each.name === assetName);
  if (summary === undefined) throw assetNotFound(coordinate, assetName);
  const asset = await ports.references.get({ type: "asset", sha512: summary.hashes["SHA-512"] });
  if (asset === undefined) throw danglingReference(repository, coordinate, coordinate.version);
  return serve(ports, asset.value);
}

async function serve(
  ports: Pick<ResolverPorts, "assets">,
  asset: Asset,
): Promise<ServedAsset & { readonly size: number }> {
  return { body: await ports.assets.open(asset.location), size: asset.size, hashes: asset.hashes };
}

/** Nobody on the way has the version, and no registry offers it (S4, Q4). */
export function versionNotFound(
  outcome: SearchOutcome,
  repository: string,
  coordinate: PackageVersionCoordinate,
): HeadwaterError {
  const searched = outcome.steps.map((step) => step.repository).join(", ");
  const [limit] = outcome.walk.notices;
  return new HeadwaterError(
    "PACKAGE_VERSION_NOT_FOUND",
    `${displayName(coordinate)}@${coordinate.version} was not found in the repository "${repository}" (searched: ${searched}).`,
    {
      hint:
        keptOutText(outcome.walk) ??
        limit?.message ??
        `See where it was looked for: headwater explain ${displayName(coordinate)}@${coordinate.version} --repository ${repository}`,
      details: {
        rule: outcome.walk.keptOut[0]?.obstacle.rule ?? "S4",
        repository,
        package: displayName(coordinate),
        version: coordinate.version,
        searched,
        notices: outcome.walk.notices,
      },
    },
  );
}

function assetNotFound(coordinate: PackageVersionCoordinate, assetName: string): HeadwaterError {
  return new HeadwaterError(
    "ASSET_NOT_FOUND",
    `${displayName(coordinate)}@${coordinate.version} has no asset named "${assetName}".`,
    {
      hint: "List its assets with: headwater list-package-version-assets",
      details: { package: displayName(coordinate), version: coordinate.version, asset: assetName },
    },
  );
}
