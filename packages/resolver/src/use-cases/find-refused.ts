import type { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageVersionCoordinate } from "../names/coordinate.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { searchPackageVersion } from "./search-package-version.ts";

/** @see Resolver.findRefused */
export async function findRefused(
  references: ReferenceStore,
  repository: string,
  versions: readonly PackageVersionCoordinate[],
): Promise<readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[]> {
  const refused = [];
  for (const coordinate of versions) {
    const outcome = await searchPackageVersion(references, repository, coordinate);
    if (outcome.type === "refused") refused.push({ coordinate, error: outcome.error });
  }
  return refused;
}
