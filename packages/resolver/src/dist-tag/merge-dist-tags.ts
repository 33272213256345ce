import semver from "semver";
import type { TagPrecedence } from "./tag-precedence.ts";

/** One repository's (or public registry's) own tags with those it gets its packages from, in search order. */
export interface TagSource {
  readonly tags: Readonly<Record<string, string>>;
  readonly upstreams: readonly TagSource[];
  /** Whose value wins where this repository's own tags meet those of its upstreams. Default: `upstream`. */
  readonly precedence?: TagPrecedence;
}

/**
 * The tags a client is shown: the union over all levels (T1). Stored tags are not touched (T3). On a clash, by default, the
 * upstream's value wins, so the most upstream one does (T2), and among upstreams of one repository the earlier in the list.
 *
 * Each repository merges by its own precedence what its clients see of its upstreams with its own tags. `local`: its own
 * value wins; among upstreams the earlier in the list. `semver`: the highest version of all that are named wins, as
 * {@link higherVersion} says; of equal ones the value that would win by default.
 */
export function mergeDistTags({ tags, upstreams, precedence = "upstream" }: TagSource): ReadonlyMap<string, string> {
  const merged = new Map(Object.entries(tags));
  const keepsPresent = (tag: string, version: string): boolean => {
    const present = merged.get(tag);
    return present !== undefined && precedence === "semver" && higherVersion(tag, present, version) === present;
  };
  for (const upstream of upstreams.toReversed()) {
    for (const [tag, version] of mergeDistTags(upstream)) if (!keepsPresent(tag, version)) merged.set(tag, version);
  }
  if (precedence === "local") for (const [tag, version] of Object.entries(tags)) merged.set(tag, version);
  return merged;
}

/**
 * Of two versions that one tag names, the higher by the order of semantic versions. For `latest` a release is above every
 * prerelease; what is no version is below all that are; `undefined` when neither is higher.
 */
function higherVersion(tag: string, one: string, other: string): string | undefined {
  const [first, second] = [one, other].map((text) => semver.parse(text, { loose: true }));
  if (!first || !second) return first ? one : second ? other : undefined;
  const isRelease = (version: semver.SemVer): boolean => version.prerelease.length === 0;
  if (tag === "latest" && isRelease(first) !== isRelease(second)) return isRelease(first) ? one : other;
  const order = semver.compare(first, second);
  return order === 0 ? undefined : order > 0 ? one : other;
}
