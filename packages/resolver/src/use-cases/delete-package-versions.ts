import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { changeVersions } from "./change-versions.ts";
import type { BatchOutcome, DeletePackageVersionsInput } from "./descriptions.ts";
import { mismatch } from "./version-verdicts.ts";

/**
 * Deletes versions in whatever status they are (X5), and the dist-tags that name them; the package stays, with its origin
 * controls (X6). What a client asks for again, an upstream that has it gives again (K9).
 *
 * @see Resolver.deletePackageVersions
 */
export function deletePackageVersions(
  { references }: Pick<ResolverPorts, "references">,
  input: DeletePackageVersionsInput,
): Promise<BatchOutcome> {
  return changeVersions(references, { ...input, dropTags: true }, ({ key, stored: { value, stamp } }) => {
    const failure = mismatch(value, { status: input.expectedStatus });
    if (failure !== undefined) return failure;
    return { plan: { type: "delete", key, stamp }, success: { revision: value.revision, status: "Deleted" } };
  });
}
