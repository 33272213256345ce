import { HeadwaterError } from "../errors/headwater-error.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import type { Domain } from "../repository/domain.ts";

/** The domain's own record. @throws DOMAIN_NOT_FOUND when the store was never made one */
export async function requireDomain(references: ReferenceStore): Promise<Domain> {
  const stored = await references.get({ type: "domain" });
  if (stored !== undefined) return stored.value;
  throw new HeadwaterError("DOMAIN_NOT_FOUND", "This store holds no domain.", {
    hint: "Make one with: headwater init",
  });
}
