import { packageVersionPath } from "../names/coordinate.ts";
import { makeRevision } from "../package-version/revision.ts";
import type { KeyOf, Stamp } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { VerifyOptions } from "../verification/verify-report.ts";
import { examineAsset } from "./examine-asset.ts";
import { type FoundRecord, readRecord } from "./read-record.ts";
import type { Claim, Suspect } from "./survey-store.ts";

/** A claim as it stands now. */
export interface ConfirmedClaim extends Claim {
  readonly key: KeyOf<"reference">;
  readonly stamp: Stamp;
  /** It came from a public registry, by this connection. */
  readonly connection?: string;
}

interface Confirmed<T extends Suspect["type"]> extends Suspect {
  readonly type: T;
  readonly claims: readonly ConfirmedClaim[];
  /** What was looked at. */
  readonly record: FoundRecord<T>;
}

export type ConfirmedSuspect = Confirmed<"asset"> | Confirmed<"revision">;

/**
 * Looks at a suspect again, and at those that claim it. `undefined` when nothing is wrong with it: it was just being
 * written, swept or restored, or nobody refers to it any more. Proven in test/use-cases/verify-store.test.ts
 */
export async function confirmSuspect(
  ports: ResolverPorts,
  suspect: Suspect,
  options: Pick<VerifyOptions, "quick" | "signal">,
): Promise<ConfirmedSuspect | undefined> {
  const { type, id } = suspect;
  const claims = await currentClaims(ports, suspect);
  if (type === "asset") {
    const { damage, record } = await examineAsset(ports, id, options);
    if (damage === undefined) return undefined;
    // Bytes that a record promises and are not there would mislead whoever comes to store the same; a record too few harms nobody.
    if (claims.length === 0 && damage === "ASSET_RECORD_MISSING") return undefined;
    return { type, id, damage, claims, record };
  }
  const record = await readRecord(ports.references, { type: "revision", revision: id });
  if (typeof record === "string")
    return claims.length === 0 ? undefined : { type, id, damage: "REVISION_MISSING", claims, record };
  const { coordinate, manifest, assets } = record.value;
  const isAltered = makeRevision({ coordinate, manifest, assets }).id !== id;
  const misled = claims.filter(
    (claim) => isAltered || packageVersionPath(claim.coordinate) !== packageVersionPath(coordinate),
  );
  return misled.length === 0 ? undefined : { type, id, damage: "REVISION_ALTERED", claims: misled, record };
}

/** Those references that still are what they were. */
async function currentClaims({ references }: ResolverPorts, { claims }: Suspect): Promise<readonly ConfirmedClaim[]> {
  const keys = claims.map(({ repository, coordinate }) => ({ type: "reference", repository, coordinate }) as const);
  const stored = await references.getMany(keys);
  return claims.flatMap((claim, index): readonly ConfirmedClaim[] => {
    const [key, record] = [keys[index], stored[index]];
    if (key === undefined || record === undefined || record.value.revision !== claim.revision) return [];
    const { originType, domainEntryPoint } = record.value.origin;
    const connection = originType === "EXTERNAL" ? domainEntryPoint.externalConnectionName : undefined;
    return [{ ...claim, key, stamp: record.stamp, ...(connection === undefined ? {} : { connection }) }];
  });
}
