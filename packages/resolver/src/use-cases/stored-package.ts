import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference, RevisionContent } from "../package-version/reference.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { requireRepository } from "./load-repositories.ts";
import { danglingReference } from "./view-package.ts";

/** A version as one repository stores it. */
export interface StoredPackageVersion {
  readonly reference: Reference;
  readonly content: RevisionContent;
}

/**
 * A package as the named repository itself stores it, upstreams not looked at (L6, Q8). Proven in test/use-cases/package-operations.test.ts
 * @throws REPOSITORY_NOT_FOUND, PACKAGE_NOT_FOUND
 */
export async function requirePackage(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<PackageRecord> {
  await requireRepository(references, repository);
  const record = await references.get({ type: "package", repository, package: coordinate });
  if (record === undefined) throw packageNotStored(repository, coordinate);
  return record.value;
}

/** The repository's own reference to a version, likewise. @throws REPOSITORY_NOT_FOUND, PACKAGE_VERSION_NOT_FOUND */
export async function requireReference(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<Reference> {
  await requireRepository(references, repository);
  const stored = await references.get({ type: "reference", repository, coordinate });
  if (stored !== undefined) return stored.value;
  throw new HeadwaterError(
    "PACKAGE_VERSION_NOT_FOUND",
    `The repository "${repository}" does not store ${displayName(coordinate)}@${coordinate.version}.`,
    {
      hint: "This operation does not look upstream. See where a version is with: headwater explain",
      details: { rule: "L6", repository, package: displayName(coordinate), version: coordinate.version },
    },
  );
}

/** The same with what its revision says. @throws REPOSITORY_NOT_FOUND, PACKAGE_VERSION_NOT_FOUND, STORE_CORRUPT */
export async function requirePackageVersion(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<StoredPackageVersion> {
  const reference = await requireReference(references, repository, coordinate);
  return { reference, content: await requireContent(references, repository, coordinate, reference) };
}

/** What the revision of a stored reference says: for a Disposed one the reference itself. @throws STORE_CORRUPT */
export async function requireContent(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageVersionCoordinate,
  reference: Reference,
): Promise<RevisionContent> {
  if (reference.content !== undefined) return reference.content;
  const revision = await references.get({ type: "revision", revision: reference.revision });
  if (revision === undefined) throw danglingReference(repository, coordinate, coordinate.version);
  return revision.value;
}

export const packageNotStored = (repository: string, coordinate: PackageCoordinate): HeadwaterError =>
  new HeadwaterError("PACKAGE_NOT_FOUND", `The repository "${repository}" does not store ${displayName(coordinate)}.`, {
    hint: "This operation does not look upstream. See where a package is with: headwater explain",
    details: { rule: "L6", repository, package: displayName(coordinate) },
  });
