import { HeadwaterError } from "../errors/headwater-error.ts";
import { TARGET_STATUSES, mayBecome } from "../package-version/status.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { changeVersions, expectedRevision, requireSameVersions } from "./change-versions.ts";
import type { BatchOutcome, UpdatePackageVersionsStatusInput } from "./descriptions.ts";
import { mismatch } from "./version-verdicts.ts";

/**
 * Sets the status of stored versions (P1, P2). Status alone changes: not the revision (P6), and no other repository's
 * reference (P5). A version that has the status already is fine.
 *
 * @see Resolver.updatePackageVersionsStatus
 */
export async function updatePackageVersionsStatus(
  { references }: Pick<ResolverPorts, "references">,
  input: UpdatePackageVersionsStatusInput,
): Promise<BatchOutcome> {
  const { targetStatus, expectedStatus, versionRevisions } = input;
  if (!TARGET_STATUSES.includes(targetStatus)) throw badTarget(targetStatus);
  requireSameVersions(input.versions, versionRevisions);
  return changeVersions(references, input, ({ key, stored: { value, stamp } }) => {
    const revision = expectedRevision(versionRevisions, key.coordinate.version);
    const failure = mismatch(value, { revision, status: expectedStatus });
    if (failure !== undefined) return failure;
    const success = { revision: value.revision, status: targetStatus };
    if (value.status === targetStatus) return { plan: { type: "require", key, stamp }, success };
    if (!mayBecome(value.status, targetStatus))
      return {
        errorCode: "NOT_ALLOWED",
        errorMessage: `A ${value.status} version cannot become ${targetStatus}.`,
      };
    return { plan: { type: "replace", key, stamp, value: { ...value, status: targetStatus } }, success };
  });
}

const badTarget = (status: string): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(status)} is not a status that an update can set.`, {
    hint: `Use one of: ${TARGET_STATUSES.join(", ")}.`,
    details: { rule: "P2" },
  });
