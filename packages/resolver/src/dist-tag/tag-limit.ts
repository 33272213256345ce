import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";

/** The most dist-tags that one repository keeps of one package: every packument carries all of them. */
export const MAX_DIST_TAGS = 1_000;

/** @throws INVALID_ARGUMENT over {@link MAX_DIST_TAGS} */
export function checkTagCount(count: number, coordinate: PackageCoordinate): void {
  if (count <= MAX_DIST_TAGS) return;
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `${displayName(coordinate)} would have ${count} dist-tags, and a package has at most ${MAX_DIST_TAGS}.`,
    {
      hint: "Remove those that nobody needs, or give fewer.",
      details: { package: displayName(coordinate), tags: count, limit: MAX_DIST_TAGS },
    },
  );
}
