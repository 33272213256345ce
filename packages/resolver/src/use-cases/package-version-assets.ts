import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import { isServable } from "../package-version/status.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { PackageVersionAssets, PageRequest } from "./descriptions.ts";
import { openHeld } from "./fetch-asset.ts";
import { pageOf } from "./page-token.ts";
import type { ServedAsset } from "./resolver.ts";
import { statusRefusal } from "./search-package-version.ts";
import { requirePackageVersion, requireReference } from "./stored-package.ts";

/**
 * The assets of a version by name, in whatever status it is: of a Disposed one, those it had. @see Resolver.listPackageVersionAssets
 * Proven in test/use-cases/package-operations.test.ts
 */
export async function listPackageVersionAssets(
  { references }: Pick<ResolverPorts, "references">,
  repository: string,
  coordinate: PackageVersionCoordinate,
  page: PageRequest = {},
): Promise<PackageVersionAssets> {
  const { reference, content } = await requirePackageVersion(references, repository, coordinate);
  const { items: assets, ...next } = pageOf(content.assets, ({ name }) => name, page, 50);
  return { revision: reference.revision, assets, ...next };
}

/** An asset's bytes, from the named repository alone (L6), while its status lets it out. @see Resolver.getPackageVersionAsset */
export async function getPackageVersionAsset(
  ports: Pick<ResolverPorts, "references" | "assets">,
  repository: string,
  coordinate: PackageVersionCoordinate,
  asset: string,
  revision?: string,
): Promise<ServedAsset & { readonly revision: string; readonly size: number }> {
  const reference = await requireReference(ports.references, repository, coordinate);
  if (revision !== undefined && revision !== reference.revision)
    throw revisionNotCurrent(coordinate, revision, reference.revision);
  if (!isServable(reference.status)) throw statusRefusal(repository, coordinate, reference);
  return { ...(await openHeld(ports, repository, coordinate, reference, asset)), revision: reference.revision };
}

const revisionNotCurrent = (coordinate: PackageVersionCoordinate, asked: string, current: string): HeadwaterError =>
  new HeadwaterError(
    "CONFLICT",
    `The revision "${asked}" of ${displayName(coordinate)}@${coordinate.version} is not the current one.`,
    {
      hint: `The current revision is "${current}".`,
      details: { asked, current },
    },
  );
