import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { changeVersions, expectedRevision, requireSameVersions } from "./change-versions.ts";
import type { BatchOutcome, DisposePackageVersionsInput } from "./descriptions.ts";
import { mismatch } from "./version-verdicts.ts";
import { danglingReference } from "./view-package.ts";

/**
 * Gives up the bytes of stored versions for good: nobody gets them here from now on, and the sweep removes them unless
 * another repository refers to them (X7). The record stays, with what the revision said of it (X1); it can only be deleted.
 * A version that is Disposed already is fine.
 *
 * @see Resolver.disposePackageVersions
 */
export async function disposePackageVersions(
  { references }: Pick<ResolverPorts, "references">,
  input: DisposePackageVersionsInput,
): Promise<BatchOutcome> {
  const { expectedStatus, versionRevisions } = input;
  requireSameVersions(input.versions, versionRevisions);
  return changeVersions(
    references,
    { ...input, readRevisions: true },
    ({ key, stored: { value, stamp }, revision }) => {
      const { coordinate } = key;
      const failure = mismatch(value, {
        revision: expectedRevision(versionRevisions, coordinate.version),
        status: expectedStatus,
      });
      if (failure !== undefined) return failure;
      const success = { revision: value.revision, status: "Disposed" } as const;
      if (value.content !== undefined) return { plan: { type: "require", key, stamp }, success };
      if (revision === undefined) throw danglingReference(input.repository, coordinate, coordinate.version);
      const { manifest, assets } = revision;
      const disposed = { ...value, status: "Disposed", content: { manifest, assets } } as const;
      return { plan: { type: "replace", key, stamp, value: disposed }, success };
    },
  );
}
