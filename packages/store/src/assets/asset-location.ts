import { randomBytes } from "node:crypto";
import { type AssetLocation, HeadwaterError } from "@headwater/resolver";

const LOCATION = /^([0-9a-f]{2})\/\1[0-9a-f]{30}$/;

/** A place for new bytes, never given before: 32 random hex digits, in a folder of the first two. */
export function makeAssetLocation(): AssetLocation {
  const name = randomBytes(16).toString("hex");
  return `${name.slice(0, 2)}/${name}`;
}

/** Only what {@link makeAssetLocation} gives may become part of a path. */
export const isAssetLocation = (location: AssetLocation): boolean => LOCATION.test(location);

/** Nothing lies at a location. */
export function assetNotFound(cause?: unknown): HeadwaterError {
  return new HeadwaterError("ASSET_NOT_FOUND", "The store holds no bytes at the place that a record names.", {
    hint: "Restore the asset folder, or install again while the registry can be reached.",
    cause,
  });
}
