import type { Asset } from "../asset/asset.ts";
import type { ReceivedAsset } from "../asset/verified-stream.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";

/** What is written so that the domain holds received bytes. */
export interface HeldReceived {
  readonly changes: readonly Change[];
  /** Whether it holds all of them already, so that nothing need be written for them. */
  readonly areHeld: boolean;
}

/**
 * The records of received bytes. Bytes that the domain has a whole copy of stay where they are (D5); where a record leads to none, or
 * to a file of another length, it leads to the received ones from now on, for every version that names them. The commit conflicts when
 * such a record has changed in the meantime. Proven in test/use-cases/hold-received.test.ts
 */
export async function holdReceived(
  { references, assets, clock }: Pick<ResolverPorts, "references" | "assets" | "clock">,
  received: readonly ReceivedAsset[],
): Promise<HeldReceived> {
  // Of the same bytes under two names the first are taken: one record cannot lead to both.
  const byDigest = new Map(received.toReversed().map((each) => [each.hashes["SHA-512"], each]));
  const wanted = [...byDigest].map(([sha512, each]) => ({ each, key: { type: "asset", sha512 } as const }));
  const records = await references.getMany(wanted.map(({ key }) => key));
  const changes: Change[] = [];
  let areHeld = true;
  for (const [index, { each, key }] of wanted.entries()) {
    const record = records[index];
    const value: Asset = {
      size: each.size,
      hashes: each.hashes,
      location: each.location,
      storedTime: clock.now(),
    };
    const isWhole = record !== undefined && (await assets.sizeOf(record.value.location)) === each.size;
    if (record === undefined || isWhole) changes.push({ type: "insert", ifPresent: "keep", key, value });
    else changes.push({ type: "replace", key, stamp: record.stamp, value });
    areHeld &&= isWhole;
  }
  return { changes, areHeld };
}
