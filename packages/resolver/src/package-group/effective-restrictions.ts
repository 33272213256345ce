import {
  ORIGIN_RESTRICTION_TYPES,
  type OriginRestrictionMode,
  type OriginRestrictionType,
  type PackageGroup,
} from "./package-group.ts";

/** What holds of one restriction, and by whose word. */
export interface EffectiveRestriction {
  readonly mode: Exclude<OriginRestrictionMode, "INHERIT">;
  /** That count when the mode is ALLOW_SPECIFIC_REPOSITORIES: inheriting a mode inherits its list too (PG18). */
  readonly repositories: readonly string[];
  /** The pattern of the group whose word it is: its own, or the first ancestor's that does not inherit (PG17). */
  readonly from: string;
}

export type EffectiveRestrictions = Readonly<Record<OriginRestrictionType, EffectiveRestriction>>;

/**
 * The restrictions that hold for a group (PG16–PG18).
 *
 * @param lineage the group, its parent, its parent's parent and so on up to the root, which inherits nothing (PG14)
 */
export function effectiveRestrictions(lineage: readonly PackageGroup[]): EffectiveRestrictions {
  const [PUBLISH, EXTERNAL_UPSTREAM, INTERNAL_UPSTREAM] = ORIGIN_RESTRICTION_TYPES.map((type) =>
    effectiveRestriction(type, lineage),
  );
  if (PUBLISH === undefined || EXTERNAL_UPSTREAM === undefined || INTERNAL_UPSTREAM === undefined)
    throw new Error("A restriction is missing.");
  return { PUBLISH, EXTERNAL_UPSTREAM, INTERNAL_UPSTREAM };
}

function effectiveRestriction(type: OriginRestrictionType, lineage: readonly PackageGroup[]): EffectiveRestriction {
  for (const { pattern, restrictions } of lineage) {
    const { mode, repositories } = restrictions[type];
    if (mode !== "INHERIT") return { mode, repositories, from: pattern };
  }
  throw new Error("The root of the package groups inherits, and has nobody to inherit from.");
}

/** May a new version enter the repository by this restriction (PG19)? */
export function permits({ mode, repositories }: EffectiveRestriction, repository: string): boolean {
  return mode === "ALLOW" || (mode === "ALLOW_SPECIFIC_REPOSITORIES" && repositories.includes(repository));
}
