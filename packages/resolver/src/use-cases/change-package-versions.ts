import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { TARGET_STATUSES, mayBecome } from "../package-version/status.ts";
import type { Change, KeyOf, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { BatchOutcome } from "./descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import type { Resolver } from "./resolver.ts";

type Verdict =
  | { readonly change: Change; readonly success: BatchOutcome["successfulVersions"][string] }
  | { readonly errorCode: string; readonly errorMessage: string };

/** Versions per call (X2). */
const MAX_VERSIONS = 100;
const ATTEMPTS = 20;

/**
 * Changing the state of stored versions and deleting them: all-or-nothing, the rest reported as SKIPPED (X2–X5). Status
 * alone changes, not the revision (P6), and no other repository's references (P5).
 */
export function createPackageVersionChanges({
  references,
}: ResolverPorts): Pick<Resolver, "updatePackageVersionsStatus" | "deletePackageVersions"> {
  const changeAll = async (
    repository: string,
    coordinate: PackageCoordinate,
    versions: readonly string[],
    judge: (key: KeyOf<"reference">, stored: Stored<Reference>) => Verdict,
  ): Promise<BatchOutcome> => {
    if (versions.length > MAX_VERSIONS) throw tooManyVersions(versions.length);
    await requireRepository(references, repository);
    const keys = [...new Set(versions)].map((version): KeyOf<"reference"> => ({
      type: "reference",
      repository,
      coordinate: { ...coordinate, version },
    }));
    for (let left = ATTEMPTS; left > 0; left -= 1) {
      const stored = await references.getMany(keys);
      const verdicts = keys.map((key, index): readonly [string, Verdict] => {
        const record = stored[index];
        return [key.coordinate.version, record === undefined ? notFound(key) : judge(key, record)];
      });
      const failed = verdicts.filter(([, verdict]) => "errorCode" in verdict);
      if (failed.length > 0) return failure(verdicts);
      const result = await references.commit(
        verdicts.flatMap(([, verdict]) => ("change" in verdict ? [verdict.change] : [])),
      );
      if (result.committed) return success(verdicts);
    }
    throw new HeadwaterError(
      "CONFLICT",
      `The versions of ${displayName(coordinate)} in "${repository}" are being changed by others; nothing was written.`,
      { hint: "Try again." },
    );
  };

  return {
    updatePackageVersionsStatus({ repository, package: coordinate, versions, expectedStatus, targetStatus }) {
      if (!TARGET_STATUSES.includes(targetStatus)) return Promise.reject(badTarget(targetStatus));
      return changeAll(repository, coordinate, versions, (key, { value, stamp }) => {
        if (expectedStatus !== undefined && value.status !== expectedStatus)
          return mismatchedStatus(value, expectedStatus);
        const changed = { revision: value.revision, status: targetStatus };
        if (value.status === targetStatus) return { change: { type: "require", key, stamp }, success: changed };
        if (!mayBecome(value.status, targetStatus)) return notAllowed(value, targetStatus);
        return { change: { type: "replace", key, stamp, value: { ...value, status: targetStatus } }, success: changed };
      });
    },
    deletePackageVersions: ({ repository, package: coordinate, versions, expectedStatus }) =>
      changeAll(repository, coordinate, versions, (key, { value, stamp }) => {
        if (expectedStatus !== undefined && value.status !== expectedStatus)
          return mismatchedStatus(value, expectedStatus);
        return { change: { type: "delete", key, stamp }, success: { revision: value.revision, status: "Deleted" } };
      }),
  };
}

function success(verdicts: readonly (readonly [string, Verdict])[]): BatchOutcome {
  const entries = verdicts.flatMap(([version, verdict]) =>
    "success" in verdict ? [[version, verdict.success] as const] : [],
  );
  return { successfulVersions: Object.fromEntries(entries), failedVersions: {} };
}

function failure(verdicts: readonly (readonly [string, Verdict])[]): BatchOutcome {
  const skipped = { errorCode: "SKIPPED", errorMessage: "Nothing was changed because another version failed." };
  const entries = verdicts.map(([version, verdict]) => [version, "errorCode" in verdict ? verdict : skipped] as const);
  return { successfulVersions: {}, failedVersions: Object.fromEntries(entries) };
}

const notFound = ({ repository, coordinate }: KeyOf<"reference">): Verdict => ({
  errorCode: "NOT_FOUND",
  errorMessage: `The repository "${repository}" does not store ${displayName(coordinate)}@${coordinate.version}.`,
});

const mismatchedStatus = (reference: Reference, expected: string): Verdict => ({
  errorCode: "MISMATCHED_STATUS",
  errorMessage: `The status is ${reference.status}, not ${expected}.`,
});

const notAllowed = (reference: Reference, target: string): Verdict => ({
  errorCode: "NOT_ALLOWED",
  errorMessage: `A ${reference.status} version cannot become ${target}.`,
});

const tooManyVersions = (count: number): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `${count} versions are too many for one call.`, {
    hint: `Name at most ${MAX_VERSIONS}.`,
    details: { rule: "X2" },
  });

const badTarget = (status: string): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(status)} is not a status that an update can set.`, {
    hint: `Use one of: ${TARGET_STATUSES.join(", ")}.`,
    details: { rule: "P2" },
  });
