import type { PackageVersionCoordinate } from "../names/coordinate.ts";
import type { PackageDependency, ResolverPorts } from "../ports/resolver-ports.ts";
import type { PackageVersionDependencies, PageRequest } from "./descriptions.ts";
import { pageOf } from "./page-token.ts";
import { requirePackageVersion } from "./stored-package.ts";

/** The direct dependencies that a version's manifest declares; a format without a reader has none (G4). @see Resolver.listPackageVersionDependencies */
export async function listPackageVersionDependencies(
  { references, readDependencies }: Pick<ResolverPorts, "references" | "readDependencies">,
  repository: string,
  coordinate: PackageVersionCoordinate,
  page: PageRequest = {},
): Promise<PackageVersionDependencies> {
  const { reference, content } = await requirePackageVersion(references, repository, coordinate);
  const all = readDependencies?.[coordinate.format]?.(content.manifest) ?? [];
  const { items: dependencies, ...next } = pageOf(all, idOf, page, 50);
  return { revision: reference.revision, dependencies, ...next };
}

/** What a package may depend on in two ways, a dependency and a peer, is two dependencies. */
const idOf = ({ namespace = "", package: name, dependencyType }: PackageDependency): string =>
  `${namespace}/${name} ${dependencyType}`;
