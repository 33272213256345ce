import type { AssetSummary } from "../asset/asset.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { PackageVersionStatus } from "../package-version/status.ts";

/** The most assets that a version may have (Table 7). */
export const MAX_ASSETS = 350;

/** A version that exists in the repository. */
export interface HeldVersion {
  readonly status: PackageVersionStatus;
  readonly assets: readonly AssetSummary[];
}

/**
 * May the asset be published to the version? New assets only while it is Unfinished (B3, G2); the same bytes again to a version
 * that is Unfinished or Published (B1); nothing to one that is Unlisted, Archived or Disposed, which exists all the same (B4).
 *
 * @param asset what was received; `undefined` while the bytes are not known, and then only what they cannot change is refused
 * @returns whether the version gets the asset, or has it
 * @throws ALREADY_EXISTS (B1, B4), CONFLICT (G2), TOO_LARGE
 */
export function judgeGenericAsset(
  coordinate: PackageVersionCoordinate,
  name: string,
  asset: AssetSummary | undefined,
  version: HeldVersion | undefined,
): "added" | "held" {
  if (version === undefined) return "added";
  const what = `${displayName(coordinate)}@${coordinate.version}`;
  const { status } = version;
  if (status !== "Unfinished" && status !== "Published")
    throw refused(`${what} exists and is ${status}: nothing can be published to it.`, "B4", coordinate);
  const before = version.assets.find((each) => each.name === name);
  if (before !== undefined) {
    if (asset !== undefined && asset.hashes["SHA-512"] !== before.hashes["SHA-512"])
      throw refused(`${what} has an asset ${JSON.stringify(name)} with other bytes.`, "B1", coordinate);
    return "held";
  }
  if (status === "Published")
    throw refused(`${what} is Published: it gets no asset ${JSON.stringify(name)} any more.`, "G2", coordinate);
  if (version.assets.length < MAX_ASSETS) return "added";
  throw new HeadwaterError("TOO_LARGE", `${what} has ${MAX_ASSETS} assets, the most that a version may have.`, {
    hint: "Put several files into one archive, or publish another version.",
    details: { package: displayName(coordinate), version: coordinate.version, maxAssets: MAX_ASSETS },
  });
}

const refused = (message: string, rule: "B1" | "B4" | "G2", coordinate: PackageVersionCoordinate): HeadwaterError =>
  new HeadwaterError(rule === "G2" ? "CONFLICT" : "ALREADY_EXISTS", `${message} Nothing was changed.`, {
    hint: "Publish another version, or delete this one first.",
    details: { rule, package: displayName(coordinate), version: coordinate.version },
  });
