import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import { hasReadme } from "../package/format-traits.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { PackageVersionReadme } from "./descriptions.ts";
import { openHeld } from "./fetch-asset.ts";
import { requirePackageVersion } from "./stored-package.ts";

/**
 * The README of a version, as its format keeps it: in the manifest, or in an asset while the bytes are there (A8).
 * @see Resolver.getPackageVersionReadme
 */
export async function getPackageVersionReadme(
  ports: Pick<ResolverPorts, "references" | "assets" | "readReadme">,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<PackageVersionReadme> {
  if (!hasReadme(coordinate.format)) throw noReadmeInFormat(coordinate);
  const { reference, content } = await requirePackageVersion(ports.references, repository, coordinate);
  const openAsset = async (name: string): Promise<ReadableStream<Uint8Array> | undefined> =>
    reference.content === undefined && content.assets.some((asset) => asset.name === name)
      ? (await openHeld(ports, repository, coordinate, reference, name)).body
      : undefined;
  const readme = await ports.readReadme?.[coordinate.format]?.(content.manifest, openAsset);
  if (readme === undefined) throw noReadme(repository, coordinate);
  return { revision: reference.revision, readme };
}

const noReadmeInFormat = (coordinate: PackageVersionCoordinate): HeadwaterError =>
  new HeadwaterError(
    "NOT_SUPPORTED",
    `${displayName(coordinate)}@${coordinate.version} has no README: ${coordinate.format} packages have none.`,
    { hint: "Publish a README as an asset of its own, and get that.", details: { rule: "A8" } },
  );

const noReadme = (repository: string, coordinate: PackageVersionCoordinate): HeadwaterError =>
  new HeadwaterError(
    "ASSET_NOT_FOUND",
    `${displayName(coordinate)}@${coordinate.version} has no README that could be read.`,
    {
      hint: "Look for it at the package's home page: headwater describe-package-version",
      details: { repository, package: displayName(coordinate), version: coordinate.version },
    },
  );
