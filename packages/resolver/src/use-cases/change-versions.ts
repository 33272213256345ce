import { tagsNotNaming } from "../dist-tag/tags-not-naming.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { Revision } from "../package-version/revision.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Change, KeyOf, ReferenceStore, Stored } from "../ports/reference-store.ts";
import type { BatchOutcome } from "./descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import {
  type VersionVerdict,
  batchConflict,
  failureOf,
  plansOf,
  requireBatch,
  successOf,
  versionNotStored,
} from "./version-verdicts.ts";

/** How often a batch is judged anew because somebody else changed one of its versions. */
export const BATCH_ATTEMPTS = 20;

export interface StoredVersion {
  readonly key: KeyOf<"reference">;
  readonly stored: Stored<Reference>;
  /** What the reference leads to, when `readRevisions` asks for it; `undefined` also when it is lost. */
  readonly revision: Revision | undefined;
}

/**
 * Changes stored versions of one package in one repository: all or none, the rest reported as SKIPPED (X4). Each is judged
 * as it is stored, and the commit requires that it is still so; when it is not, all are judged anew.
 *
 * Proven in test/use-cases/update-package-versions-status.test.ts
 * @throws INVALID_ARGUMENT (X2), REPOSITORY_NOT_FOUND; CONFLICT when others never stop changing the same versions
 */
export async function changeVersions(
  references: ReferenceStore,
  { repository, package: coordinate, versions, readRevisions = false, dropTags = false }: ChangedVersions,
  judge: (version: StoredVersion) => VersionVerdict<Change>,
): Promise<BatchOutcome> {
  const keys = requireBatch(versions).map((version): KeyOf<"reference"> => ({
    type: "reference",
    repository,
    coordinate: { ...coordinate, version },
  }));
  await requireRepository(references, repository);
  const packageKey = { type: "package", repository, package: coordinate } as const;
  for (let left = BATCH_ATTEMPTS; left > 0; left -= 1) {
    const record = dropTags ? await references.get(packageKey) : undefined;
    const stored = await references.getMany(keys);
    const wanted = readRevisions ? stored.map((reference) => reference?.value.revision ?? "") : [];
    const revisions = await references.getMany(wanted.map((revision) => ({ type: "revision", revision }) as const));
    const verdicts = keys.map((key, index): readonly [string, VersionVerdict<Change>] => {
      const reference = stored[index];
      const { version } = key.coordinate;
      if (reference === undefined) return [version, versionNotStored(repository, key.coordinate)];
      return [version, judge({ key, stored: reference, revision: revisions[index]?.value })];
    });
    const changes = plansOf(verdicts);
    if (changes === undefined) return failureOf(verdicts);
    const tagChange = record === undefined ? [] : [withoutTags(packageKey, record, versions)];
    if ((await references.commit([...changes, ...tagChange])).committed) return successOf(verdicts);
  }
  throw batchConflict(displayName(coordinate), repository);
}

export interface ChangedVersions {
  readonly repository: string;
  readonly package: PackageCoordinate;
  readonly versions: readonly string[];
  /** Default false. */
  readonly readRevisions?: boolean;
  /** Drop the dist-tags that name these versions, in the same commit. Default false. */
  readonly dropTags?: boolean;
}

/** The package without the tags that name versions which go; that it is unchanged is required too when none does, so that no tag slips in. */
function withoutTags(key: KeyOf<"package">, { value, stamp }: Stored<PackageRecord>, gone: readonly string[]): Change {
  const tags = tagsNotNaming(value.tags, gone);
  if (Object.keys(tags).length === Object.keys(value.tags).length) return { type: "require", key, stamp };
  return { type: "replace", key, stamp, value: { ...value, tags } };
}

/**
 * Revisions that a caller expects are given for exactly the versions that the call names (X2).
 * @throws INVALID_ARGUMENT
 */
export function requireSameVersions(
  versions: readonly string[],
  versionRevisions: Readonly<Record<string, string>> | undefined,
): void {
  if (versionRevisions === undefined) return;
  const named = new Set(versions);
  const given = Object.keys(versionRevisions);
  if (given.length === named.size && given.every((version) => named.has(version))) return;
  throw new HeadwaterError("INVALID_ARGUMENT", "The revisions are not given for exactly the versions that are named.", {
    hint: "Name the same versions in both, or leave the revisions out.",
    details: { rule: "X2", versions, versionRevisions: given },
  });
}

/** The revision that is expected of a version. */
export const expectedRevision = (
  versionRevisions: Readonly<Record<string, string>> | undefined,
  version: string,
): string | undefined =>
  versionRevisions !== undefined && Object.hasOwn(versionRevisions, version) ? versionRevisions[version] : undefined;
