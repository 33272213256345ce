import semver from "semver";

/** The highest release, or the highest prerelease when there is no release; `undefined` when nothing is listed. */
export function highestVersion(versions: Iterable<string>): string | undefined {
  const valid = [...versions].filter((version) => semver.valid(version, { loose: true }) !== null);
  const releases = valid.filter((version) => semver.prerelease(version, { loose: true }) === null);
  return (releases.length > 0 ? releases : valid).reduce<string | undefined>(
    (best, version) => (best === undefined || semver.gt(version, best, { loose: true }) ? version : best),
    undefined,
  );
}

/**
 * Merged tags as they may be shown: a tag that names a version which is not listed is left out, because a client that
 * followed it would fail; if `latest` is then missing it is the highest listed release.
 */
export function listedDistTags(
  merged: ReadonlyMap<string, string>,
  isListed: (version: string) => boolean,
  versions: () => Iterable<string>,
): Readonly<Record<string, string>> {
  const shown = [...merged].filter(([, version]) => isListed(version));
  if (shown.every(([tag]) => tag !== "latest")) {
    const latest = highestVersion(versions());
    if (latest !== undefined) shown.push(["latest", latest]);
  }
  return Object.fromEntries(shown);
}
