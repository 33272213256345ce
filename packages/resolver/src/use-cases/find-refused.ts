import type { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageVersionCoordinate } from "../names/coordinate.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { versionNotFound } from "./fetch-asset.ts";
import { type SearchOutcome, searchPackageVersions } from "./search-package-version.ts";

/**
 * Why what a search found is refused: the status of the version where it is held (S5), or origin controls and package groups
 * that keep it out on every way (S7, PG11, PG19). `undefined` when it is not: it can be given out, or may come from outside.
 */
export function refusalOf(
  outcome: SearchOutcome,
  repository: string,
  coordinate: PackageVersionCoordinate,
): HeadwaterError | undefined {
  if (outcome.type === "refused") return outcome.error;
  if (outcome.type === "held") return undefined;
  const isKeptOut = outcome.connected.length === 0 && outcome.walk.keptOut.length > 0;
  const isBlocked = isKeptOut || outcome.steps.some((step) => step.blocksUpstream);
  return isBlocked ? versionNotFound(outcome, repository, coordinate) : undefined;
}

/** @see Resolver.findRefused */
export async function findRefused(
  references: ReferenceStore,
  repository: string,
  versions: readonly PackageVersionCoordinate[],
): Promise<readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[]> {
  const outcomes = await searchPackageVersions(references, repository, versions);
  return versions.flatMap((coordinate, index) => {
    const outcome = outcomes[index];
    const error = outcome === undefined ? undefined : refusalOf(outcome, repository, coordinate);
    return error === undefined ? [] : [{ coordinate, error }];
  });
}
