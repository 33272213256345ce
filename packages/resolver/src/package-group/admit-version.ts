import type { FirstEntry, OriginControls } from "../package/origin-controls.ts";
import { type EffectiveRestriction, type EffectiveRestrictions, permits } from "./effective-restrictions.ts";
import type { AssociationType } from "./match-pattern.ts";
import type { OriginRestrictionType } from "./package-group.ts";

/** What a package's group says of its new versions. */
export interface GroupVerdict {
  /** The group's pattern. */
  readonly pattern: string;
  readonly type: AssociationType;
  readonly restrictions: EffectiveRestrictions;
}

/** Why a new version may not enter. */
export type Obstacle =
  /** The package matches its group only as a look-alike: nothing new enters at all (PG11). */
  | { readonly type: "look-alike"; readonly rule: "PG11"; readonly pattern: string }
  /** The package's own control in the entering repository (O1). */
  | { readonly type: "package"; readonly rule: "B6" | "S7"; readonly control: keyof OriginControls }
  /** A restriction of the package's group, or of the one that it inherits from (O8, PG19). */
  | {
      readonly type: "group";
      readonly rule: "PG19";
      readonly pattern: string;
      readonly restriction: OriginRestrictionType;
      readonly effective: EffectiveRestriction;
    };

/**
 * Table 5: may a new version enter a repository on this way? All conditions must hold (O8); `undefined` when they do. A copy
 * is not judged by the package's own controls (B7); it comes from another repository of the domain, so the group judges
 * it as it judges what is retained.
 *
 * @param controls the package's own in the entering repository; `undefined` where it has no record yet
 */
export function findObstacle(
  entry: FirstEntry,
  repository: string,
  controls: OriginControls | undefined,
  { pattern, type, restrictions }: GroupVerdict,
): Obstacle | undefined {
  if (type === "WEAK") return { type: "look-alike", rule: "PG11", pattern };
  const control = entry === "published" ? "publish" : "upstream";
  if (entry !== "copied" && controls?.[control] === "BLOCK")
    return { type: "package", rule: control === "publish" ? "B6" : "S7", control };
  const restriction = RESTRICTION_OF[entry];
  const effective = restrictions[restriction];
  return permits(effective, repository) ? undefined : { type: "group", rule: "PG19", pattern, restriction, effective };
}

const RESTRICTION_OF: Readonly<Record<FirstEntry, OriginRestrictionType>> = {
  published: "PUBLISH",
  ingested: "EXTERNAL_UPSTREAM",
  retained: "INTERNAL_UPSTREAM",
  copied: "INTERNAL_UPSTREAM",
};

/** Does the group restrict anything? Then it decides, and the package's own controls begin open (O4). */
export const restrictsAnything = ({ restrictions }: GroupVerdict): boolean =>
  Object.values(restrictions).some(({ mode }) => mode !== "ALLOW");
