import { HeadwaterError } from "../errors/headwater-error.ts";
import type { Damage } from "./verify-report.ts";

/** How a survey found the assets of a domain. */
export interface SurveyedAssets {
  readonly count: number;
  /** What is wrong with those that have not the bytes of their record, one entry for each. */
  readonly damages: readonly Damage[];
}

/**
 * Nothing is dropped while the bytes of most assets are not there, or none of them can be read: their place is then more likely
 * another one than lost. Documents of registries do not count: they come back by themselves, also to the wrong place.
 *
 * @throws STORE_UNAVAILABLE
 */
export function requireMostBytes({ count, damages }: SurveyedAssets): void {
  const missing = damages.filter((damage) => damage === "BYTES_MISSING").length;
  if (missing * 2 <= count && (count === 0 || damages.length < count)) return;
  throw new HeadwaterError(
    "STORE_UNAVAILABLE",
    `${missing * 2 > count ? `${missing} of ${count} assets have no bytes` : `None of ${count} assets can be read`}; nothing was dropped.`,
    {
      hint: "Check that the asset folder is the right one and its disk is there, or restore it from a backup. verify --repair fetches what can be had; whoever really has lost the rest gives it up with --drop-most.",
      details: { assets: count, missing, damaged: damages.length - missing },
    },
  );
}
