import { type PackageVersionCoordinate, packageVersionPath } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { refusalOf } from "./find-refused.ts";
import type { HeldAsset, PreparedInstall } from "./installs.ts";
import { searchPackageVersions } from "./search-package-version.ts";

/**
 * Searches every version of an install once (S1–S5, S7), and reads what is held of all of them together. A reference whose
 * revision or asset has gone counts as not held: fetching it says what is wrong, or heals it.
 *
 * @see Resolver.prepareInstall
 */
export async function prepareInstall(
  ports: Pick<ResolverPorts, "references" | "assets">,
  repository: string,
  versions: readonly PackageVersionCoordinate[],
  assetName: string,
): Promise<PreparedInstall> {
  const refused: PreparedInstall["refused"][number][] = [];
  const found: { readonly coordinate: PackageVersionCoordinate; readonly reference: Reference }[] = [];
  const outcomes = await searchPackageVersions(ports.references, repository, versions);
  for (const [index, outcome] of outcomes.entries()) {
    const coordinate = versions[index];
    if (coordinate === undefined) continue;
    const error = refusalOf(outcome, repository, coordinate);
    if (error !== undefined) refused.push({ coordinate, error });
    else if (outcome.type === "held") found.push({ coordinate, reference: outcome.reference });
  }
  const revisions = await ports.references.getMany(
    found.map(({ reference: { revision } }) => ({ type: "revision", revision }) as const),
  );
  const summaries = found.flatMap(({ coordinate }, index) => {
    const summary = revisions[index]?.value.assets.find(({ name }) => name === assetName);
    return summary === undefined ? [] : [{ coordinate, sha512: summary.hashes["SHA-512"] }];
  });
  const assets = await ports.references.getMany(summaries.map(({ sha512 }) => ({ type: "asset", sha512 }) as const));
  const held = new Map<string, HeldAsset>();
  for (const [index, { coordinate }] of summaries.entries()) {
    const asset = assets[index]?.value;
    if (asset === undefined) continue;
    const { location, size, hashes } = asset;
    held.set(packageVersionPath(coordinate), { size, hashes, read: () => ports.assets.read(location) });
  }
  return { refused, held };
}
