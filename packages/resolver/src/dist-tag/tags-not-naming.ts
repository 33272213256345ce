import type { PackageRecord } from "../package/package-record.ts";

/** Dist-tags without those that name one of the versions: a tag does not outlive the version that it was given for. */
export function tagsNotNaming(tags: PackageRecord["tags"], versions: readonly string[]): PackageRecord["tags"] {
  const gone = new Set(versions);
  return Object.fromEntries(Object.entries(tags).filter(([, version]) => !gone.has(version)));
}
