import { createHash } from "node:crypto";
import type { KeyOf, ListedRecord, Stamp } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Outcome } from "../verification/verify-report.ts";
import { isLost } from "./load-external-package.ts";

/** What a public registry said about a package, whose bytes are gone or damaged. */
export interface LostDocument {
  readonly key: KeyOf<"external">;
  readonly stamp: Stamp;
}

/**
 * Whether a document is there and is the one that its record names; `quick`: only whether it is as long.
 * Proven in test/use-cases/verify-store.test.ts
 */
export async function surveyDocument(
  { references, assets }: ResolverPorts,
  { key, value, stamp }: ListedRecord<"external">,
  quick: boolean,
): Promise<LostDocument | undefined> {
  const isWhole = async (): Promise<boolean> => {
    if ((await assets.sizeOf(value.document)) !== value.size) return false;
    if (quick) return true;
    try {
      const bytes = await assets.read(value.document);
      return createHash("sha256").update(bytes).digest("base64url") === value.documentId;
    } catch (error) {
      if (isLost(error)) return false;
      throw error;
    }
  };
  if (await isWhole()) return undefined;
  // Another document, or none, may have taken its place since the record was read.
  const now = await references.get(key);
  return now?.stamp === stamp ? { key, stamp } : undefined;
}

/** Forgets a lost document, as its next reader would: the registry is then asked anew. */
export async function forgetDocument({ references }: ResolverPorts, { key, stamp }: LostDocument): Promise<Outcome> {
  await references.commit([{ type: "delete", key, stamp }]);
  return "forgotten";
}
