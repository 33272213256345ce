import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import type { Change, ReferenceStore } from "../ports/reference-store.ts";
import { BATCH_ATTEMPTS } from "./change-versions.ts";
import type { PackageSummary } from "./descriptions.ts";
import { listAll } from "./list-all.ts";
import { summarizePackage } from "./list-packages.ts";
import { requireRepository } from "./load-repositories.ts";
import { packageNotStored } from "./stored-package.ts";
import { batchConflict } from "./version-verdicts.ts";

/** What holds for versions whose package has gone. */
const NOTHING_BLOCKED = { publish: "ALLOW", upstream: "ALLOW" } as const;

/**
 * Deletes a package with all its versions, tags and origin controls (X6); what enters later begins anew with the default controls
 * (O9). One commit deletes what was read, a second one what others have kept meanwhile. A process that dies between the two leaves
 * versions without a package: the same call again deletes them.
 *
 * @see Resolver.deletePackage
 */
export async function deletePackage(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<PackageSummary> {
  const key = { type: "package", repository, package: coordinate } as const;
  await requireRepository(references, repository);
  for (let left = BATCH_ATTEMPTS; left > 0; left -= 1) {
    const record = await references.get(key);
    const versions = await listAll(references, { type: "reference", repository, package: coordinate });
    if (record === undefined && versions.length === 0) throw packageNotStored(repository, coordinate);
    const result = await references.commit([
      record === undefined ? { type: "forbid", key } : { type: "delete", key, stamp: record.stamp },
      ...versions.map(({ key: version, stamp }): Change => ({ type: "delete", key: version, stamp })),
    ]);
    if (!result.committed) continue;
    await deleteLatecomers(references, repository, coordinate);
    return summarizePackage(coordinate, { originControls: record?.value.originControls ?? NOTHING_BLOCKED });
  }
  throw batchConflict(displayName(coordinate), repository);
}

/**
 * Versions that were kept while the commit was under way, by somebody who still saw the package. Once the package has been made
 * again they are its own, and stay.
 */
async function deleteLatecomers(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<void> {
  const late = await listAll(references, { type: "reference", repository, package: coordinate });
  if (late.length === 0) return;
  await references.commit([
    { type: "forbid", key: { type: "package", repository, package: coordinate } },
    ...late.map(({ key }): Change => ({ type: "delete", key })),
  ]);
}
