import type { OpenDomain } from "@headwater/domain";
import { displayName } from "@headwater/resolver";

/**
 * What must hold in every store at every time: each reference leads to its revision, each of its assets to bytes, and the
 * bytes are those of the digests. Gives every violation as a sentence.
 */
export async function findViolations({ resolver }: OpenDomain): Promise<readonly string[]> {
  const { findings } = await resolver.verifyStore();
  return findings.map(({ damage, message, referrers }) => {
    const names = referrers.map(
      ({ repository, coordinate }) => `${repository}: ${displayName(coordinate)}@${coordinate.version}`,
    );
    return `${damage}: ${message} (${names.join(", ")})`;
  });
}
