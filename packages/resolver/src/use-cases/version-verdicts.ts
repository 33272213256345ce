import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { BatchOutcome, PackageVersionErrorCode } from "./descriptions.ts";

/** Why one version of a batch cannot be done. */
export interface VersionFailure {
  readonly errorCode: PackageVersionErrorCode;
  readonly errorMessage: string;
}

/** What a batch does with one version. `success` is absent where the version is fine as it is and is not reported (C6). */
export type VersionVerdict<T> =
  | VersionFailure
  | { readonly plan: T; readonly success?: BatchOutcome["successfulVersions"][string] };

/** Versions per call (X2). */
const MAX_VERSIONS = 100;

/** The versions of a call, each once. Proven in test/use-cases/update-package-versions-status.test.ts. @throws INVALID_ARGUMENT when there are more than 100, or none */
export function requireBatch(versions: readonly string[]): readonly string[] {
  const once = [...new Set(versions)];
  if (once.length > 0 && versions.length <= MAX_VERSIONS) return once;
  const problem = once.length === 0 ? "No version is named." : `${versions.length} versions are too many for one call.`;
  throw new HeadwaterError("INVALID_ARGUMENT", problem, {
    hint: `Name 1 to ${MAX_VERSIONS} versions.`,
    details: { rule: "X2" },
  });
}

/** The plans of all versions when none fails: a batch is done whole or not at all (C4, X4). */
export function plansOf<T>(verdicts: readonly (readonly [string, VersionVerdict<T>])[]): readonly T[] | undefined {
  const plans: T[] = [];
  for (const [, verdict] of verdicts) {
    if ("errorCode" in verdict) return undefined;
    plans.push(verdict.plan);
  }
  return plans;
}

/** What is answered once all plans are carried out. */
export function successOf(verdicts: readonly (readonly [string, VersionVerdict<unknown>])[]): BatchOutcome {
  const entries = verdicts.flatMap(([version, verdict]) =>
    "success" in verdict ? [[version, verdict.success] as const] : [],
  );
  return { successfulVersions: Object.fromEntries(entries), failedVersions: {} };
}

/** What is answered when any version fails: the others are SKIPPED. */
export function failureOf(verdicts: readonly (readonly [string, VersionVerdict<unknown>])[]): BatchOutcome {
  const skipped: VersionFailure = {
    errorCode: "SKIPPED",
    errorMessage: "Nothing was changed because another version failed.",
  };
  const entries = verdicts.map(([version, verdict]) => [version, "errorCode" in verdict ? verdict : skipped] as const);
  return { successfulVersions: {}, failedVersions: Object.fromEntries(entries) };
}

export const versionNotStored = (repository: string, coordinate: PackageVersionCoordinate): VersionFailure => ({
  errorCode: "NOT_FOUND",
  errorMessage: `The repository "${repository}" does not store ${displayName(coordinate)}@${coordinate.version}.`,
});

/** A version whose revision or status is not what the caller expects (C8, X3); `undefined` when both are. */
export function mismatch(
  reference: Reference,
  expected: { readonly revision?: string | undefined; readonly status?: string | undefined },
): VersionFailure | undefined {
  if (expected.revision !== undefined && expected.revision !== reference.revision)
    return {
      errorCode: "MISMATCHED_REVISION",
      errorMessage: `The revision is ${reference.revision}, not ${expected.revision}.`,
    };
  if (expected.status !== undefined && expected.status !== reference.status)
    return {
      errorCode: "MISMATCHED_STATUS",
      errorMessage: `The status is ${reference.status}, not ${expected.status}.`,
    };
  return undefined;
}

/** Others change the same versions again and again. */
export const batchConflict = (name: string, repository: string): HeadwaterError =>
  new HeadwaterError(
    "CONFLICT",
    `The versions of ${name} in "${repository}" are being changed by others; nothing was written.`,
    { hint: "Try again." },
  );
