import { checkTagCount } from "../dist-tag/tag-limit.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { isServable } from "../package-version/status.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Change, KeyOf, ReferenceStore, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { type Admission, loadAdmission } from "./admission.ts";
import { BATCH_ATTEMPTS, expectedRevision } from "./change-versions.ts";
import { copiedTags } from "./copied-tags.ts";
import type { BatchOutcome, CopyPackageVersionsInput } from "./descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import { statusRefusal } from "./search-package-version.ts";
import {
  type VersionVerdict,
  batchConflict,
  failureOf,
  mismatch,
  plansOf,
  requireBatch,
  successOf,
  versionNotStored,
} from "./version-verdicts.ts";
import { type WalkedRepository, planWalk } from "./walk.ts";

/** A version where the search found it. */
interface FoundVersion {
  readonly holder: WalkedRepository;
  readonly key: KeyOf<"reference">;
  readonly stored: Stored<Reference>;
}

/** A version to be written into the destination; `undefined` plans leave it as it is (C6). */
interface PlannedCopy {
  readonly found: FoundVersion;
  readonly before: Stored<Reference> | undefined;
}

/**
 * Copies versions of one package into another repository of the domain (C1): references move, bytes do not (C11). All
 * versions in one commit or none, the rest SKIPPED (C4). Status and origin are kept (C10, K8), the tags of the repository in which
 * a version was found follow it (T6). Upstreams of the source are searched for what they store, never a public registry: a copy
 * moves nothing into the domain (C9).
 *
 * @see Resolver.copyPackageVersions
 */
export async function copyPackageVersions(
  ports: Pick<ResolverPorts, "references" | "clock">,
  input: CopyPackageVersionsInput,
): Promise<BatchOutcome> {
  const { references } = ports;
  const { sourceRepository, destinationRepository, package: coordinate } = input;
  const versions = requireBatch(namedVersions(input));
  if (sourceRepository === destinationRepository) throw sameRepository(sourceRepository);
  for (let left = BATCH_ATTEMPTS; left > 0; left -= 1) {
    await requireRepository(references, destinationRepository);
    const coordinates = versions.map((version) => ({ ...coordinate, version }));
    const holders = await holdersOf(references, input);
    const found = await findVersions(references, holders, coordinates);
    const before = await references.getMany(coordinates.map((each) => referenceKey(destinationRepository, each)));
    const record = await references.get({ type: "package", repository: destinationRepository, package: coordinate });
    const admission = await loadAdmission(references);
    const refusal = admission.refusal("copied", destinationRepository, coordinate, record?.value);
    const verdicts = coordinates.map((each, index): readonly [string, VersionVerdict<PlannedCopy | undefined>] => [
      each.version,
      judge(input, each, found[index], before[index], refusal),
    ]);
    const plans = plansOf(verdicts);
    if (plans === undefined) return failureOf(verdicts);
    const copies = plans.filter((plan) => plan !== undefined);
    if (copies.length === 0) return successOf(verdicts);
    const changes = copyChanges(ports, input, copies, holders, record, admission);
    if ((await references.commit(changes)).committed) return successOf(verdicts);
  }
  throw batchConflict(displayName(coordinate), destinationRepository);
}

const referenceKey = (repository: string, coordinate: PackageVersionCoordinate): KeyOf<"reference"> => ({
  type: "reference",
  repository,
  coordinate,
});

/** The repositories that may have the versions, in order: the source, and when asked its upstreams as any walk goes (C9, S1, S7, Q7). */
async function holdersOf(
  references: ReferenceStore,
  { sourceRepository, package: coordinate, includeFromUpstream = false }: CopyPackageVersionsInput,
): Promise<readonly WalkedRepository[]> {
  const { repositories } = await planWalk(references, sourceRepository, coordinate);
  return includeFromUpstream ? repositories : repositories.slice(0, 1);
}

/** For each version the first repository that has it (S2). */
async function findVersions(
  references: ReferenceStore,
  holders: readonly WalkedRepository[],
  coordinates: readonly PackageVersionCoordinate[],
): Promise<readonly (FoundVersion | undefined)[]> {
  const keys = coordinates.map((each) => holders.map(({ repository }) => referenceKey(repository.name, each)));
  const records = await references.getMany(keys.flat());
  return keys.map((own, version) => {
    for (const [index, holder] of holders.entries()) {
      const stored = records[version * holders.length + index];
      const key = own[index];
      if (stored !== undefined && key !== undefined) return { holder, key, stored };
    }
    return undefined;
  });
}

function judge(
  { sourceRepository, destinationRepository, versionRevisions, allowOverwrite = false }: CopyPackageVersionsInput,
  coordinate: PackageVersionCoordinate,
  found: FoundVersion | undefined,
  before: Stored<Reference> | undefined,
  refusal: HeadwaterError | undefined,
): VersionVerdict<PlannedCopy | undefined> {
  if (found === undefined) return versionNotStored(sourceRepository, coordinate);
  const holder = found.holder.repository.name;
  const reference = found.stored.value;
  // Only what is given out comes through upstreams (S5); in the source itself every status may be copied.
  if (holder !== sourceRepository && !isServable(reference.status))
    return { errorCode: "NOT_FOUND", errorMessage: statusRefusal(holder, coordinate, reference).message };
  const failure = mismatch(reference, { revision: expectedRevision(versionRevisions, coordinate.version) });
  if (failure !== undefined) return failure;
  if (reference.status === "Disposed") return disposedThere(holder, coordinate, "Its bytes are given up.");
  if (before !== undefined) {
    const isDisposed = before.value.status === "Disposed";
    if (!isDisposed && before.value.revision === reference.revision) return { plan: undefined };
    if (!allowOverwrite)
      return {
        errorCode: "ALREADY_EXISTS",
        errorMessage: `The repository "${destinationRepository}" stores ${nameOf(coordinate)} with ${isDisposed ? "the status Disposed" : "other content"}.`,
      };
    if (isDisposed) return disposedThere(destinationRepository, coordinate, "It has to be deleted there first.");
  }
  if (refusal !== undefined) return { errorCode: "NOT_ALLOWED", errorMessage: refusal.message };
  return {
    plan: { found, before },
    success: { revision: reference.revision, status: reference.status },
  };
}

const disposedThere = (repository: string, coordinate: PackageVersionCoordinate, why: string) =>
  ({
    errorCode: "NOT_ALLOWED",
    errorMessage: `${nameOf(coordinate)} is Disposed in the repository "${repository}". ${why}`,
  }) as const;

const nameOf = (coordinate: PackageVersionCoordinate): string => `${displayName(coordinate)}@${coordinate.version}`;

/**
 * The one commit: it conflicts when a version, the destination or its package has changed since it was judged, and takes
 * the sweep's marks off the revisions, so that what is copied is not removed.
 */
function copyChanges(
  { clock }: Pick<ResolverPorts, "clock">,
  { destinationRepository: repository, package: coordinate }: CopyPackageVersionsInput,
  copies: readonly PlannedCopy[],
  holders: readonly WalkedRepository[],
  record: Stored<PackageRecord> | undefined,
  admission: Admission,
): readonly Change[] {
  const retainedTime = clock.now();
  const copied = copies.map(({ found: { holder, key } }) => ({ holder, version: key.coordinate.version }));
  const tags = copiedTags(copied, holders);
  return [
    { type: "require", key: { type: "repository", repository } },
    recordChange({ type: "package", repository, package: coordinate }, record, tags, () =>
      admission.firstControls("copied", coordinate),
    ),
    ...copies.flatMap(({ found: { key: source, stored }, before }): readonly Change[] => {
      const { revision } = stored.value;
      const key = referenceKey(repository, source.coordinate);
      const value: Reference = { ...stored.value, retainedTime };
      return [
        { type: "require", key: source, stamp: stored.stamp },
        { type: "require", key: { type: "revision", revision } },
        { type: "delete", key: { type: "garbage", of: "revision", id: revision } },
        before === undefined
          ? { type: "insert", ifPresent: "conflict", key, value }
          : { type: "replace", key, stamp: before.stamp, value },
      ];
    }),
  ];
}

/** The destination's package with the tags that follow, overwriting those of the same name (T6). @throws INVALID_ARGUMENT when they would be too many */
function recordChange(
  key: KeyOf<"package">,
  record: Stored<PackageRecord> | undefined,
  tags: Readonly<Record<string, string>>,
  firstControls: () => PackageRecord["originControls"],
): Change {
  if (record !== undefined && Object.keys(tags).length === 0) return { type: "require", key, stamp: record.stamp };
  const merged = { ...record?.value.tags, ...tags };
  checkTagCount(Object.keys(merged).length, key.package);
  if (record === undefined)
    return { type: "insert", ifPresent: "conflict", key, value: { originControls: firstControls(), tags: merged } };
  return { type: "replace", key, stamp: record.stamp, value: { ...record.value, tags: merged } };
}

function namedVersions({ versions, versionRevisions }: CopyPackageVersionsInput): readonly string[] {
  if (versions !== undefined && versionRevisions === undefined) return versions;
  if (versions === undefined && versionRevisions !== undefined) return Object.keys(versionRevisions);
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    versions === undefined
      ? "Neither versions nor versions with their revisions are named."
      : "Versions are named both with their revisions and without.",
    { hint: "Name one of the two.", details: { rule: "C2" } },
  );
}

const sameRepository = (repository: string): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `"${repository}" is both the source and the destination.`, {
    hint: "Name two repositories of the domain.",
    details: { rule: "C1", repository },
  });
