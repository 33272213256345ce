/** One repository's (or public registry's) own tags with those it gets its packages from, in search order. */
export interface TagSource {
  readonly tags: Readonly<Record<string, string>>;
  readonly upstreams: readonly TagSource[];
}

/**
 * The tags a client is shown: the union over all levels (T1); on a clash the upstream's value wins, so the most upstream
 * one does (T2), and among upstreams of one repository the earlier in the list. Stored tags are not touched (T3).
 */
export function mergeDistTags(source: TagSource): ReadonlyMap<string, string> {
  const merged = new Map(Object.entries(source.tags));
  for (const upstream of source.upstreams.toReversed()) {
    for (const [tag, version] of mergeDistTags(upstream)) merged.set(tag, version);
  }
  return merged;
}
