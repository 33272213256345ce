import type { WalkedRepository } from "./walk.ts";

/**
 * The dist-tags that follow copied versions (T6): each tag that the repository in which a version was found stores for it.
 * Where two of those repositories use one tag for two of the versions, the one further upstream wins, as it does in every answer (T2).
 *
 * @param copied in any order; the holders of one walk
 */
export function copiedTags(
  copied: readonly { readonly holder: WalkedRepository; readonly version: string }[],
  walked: readonly WalkedRepository[],
): Readonly<Record<string, string>> {
  const entries = walked.flatMap((holder) => {
    const versions = new Set(copied.filter((each) => each.holder === holder).map((each) => each.version));
    return Object.entries(holder.record?.tags ?? {}).filter(([, version]) => versions.has(version));
  });
  return Object.fromEntries(entries);
}
