import semver from "semver";

const LOOSE = { loose: true } as const;

/**
 * npm's choice for what a spec wants among versions and dist-tags: an exact version or a tag is that or nothing; for a range
 * `latest` wins when it satisfies and is not deprecated, else the highest that satisfies, those not deprecated first
 * (npm-pick-manifest without its engine and date rules). `undefined` when nothing satisfies.
 */
export function selectNpmVersion(
  wanted: string,
  versions: readonly string[],
  tags: Readonly<Record<string, string>>,
  deprecated: ReadonlySet<string> = new Set(),
): string | undefined {
  const asked = wanted.trim() === "" ? "*" : wanted.trim();
  if (versions.includes(asked)) return asked;
  if (semver.valid(asked, LOOSE) !== null) {
    const clean = semver.clean(asked, LOOSE);
    return versions.find((version) => version === clean);
  }
  if (semver.validRange(asked, LOOSE) === null) {
    const tagged = Object.hasOwn(tags, asked) ? tags[asked] : undefined;
    return tagged !== undefined && versions.includes(tagged) ? tagged : undefined;
  }

  const latest = Object.hasOwn(tags, "latest") ? tags["latest"] : undefined;
  if (latest !== undefined && versions.includes(latest) && !deprecated.has(latest)) {
    if (asked === "*" || semver.satisfies(latest, asked, LOOSE)) return latest;
  }
  const satisfying = versions.filter((version) => semver.satisfies(version, asked, LOOSE));
  return satisfying.toSorted(
    (one, other) => Number(deprecated.has(one)) - Number(deprecated.has(other)) || semver.rcompare(one, other, LOOSE),
  )[0];
}
