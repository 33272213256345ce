import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { PackageVersionDescription } from "./descriptions.ts";
import { requirePackageVersion } from "./stored-package.ts";

/**
 * What the record and the manifest say of a version, in whatever status it is (A7). @see Resolver.describePackageVersion
 * Proven in test/use-cases/package-operations.test.ts
 */
export async function describePackageVersion(
  { references, summarizeManifest }: Pick<ResolverPorts, "references" | "summarizeManifest">,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<PackageVersionDescription> {
  const { reference, content } = await requirePackageVersion(references, repository, coordinate);
  const { licenses = [], ...summary } = summarizeManifest[coordinate.format]?.(content.manifest) ?? {};
  const { format, namespace, name, version } = coordinate;
  const { publishedTime, revision, status, origin } = reference;
  return {
    format,
    ...(namespace === undefined ? {} : { namespace }),
    packageName: name,
    displayName: displayName(coordinate),
    version,
    ...summary,
    publishedTime,
    licenses: licenses.map((each) => ({ name: each })),
    revision,
    status,
    origin,
  };
}
