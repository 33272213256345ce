/** What a package group may restrict (PG16). */
export const ORIGIN_RESTRICTION_TYPES = ["PUBLISH", "EXTERNAL_UPSTREAM", "INTERNAL_UPSTREAM"] as const;
export type OriginRestrictionType = (typeof ORIGIN_RESTRICTION_TYPES)[number];

/** How it may restrict it (PG16). */
export const ORIGIN_RESTRICTION_MODES = ["ALLOW", "ALLOW_SPECIFIC_REPOSITORIES", "BLOCK", "INHERIT"] as const;
export type OriginRestrictionMode = (typeof ORIGIN_RESTRICTION_MODES)[number];

export interface OriginRestriction {
  readonly mode: OriginRestrictionMode;
  /** The repositories that a version may enter while the mode is ALLOW_SPECIFIC_REPOSITORIES (PG18, PG19); kept in other modes. */
  readonly repositories: readonly string[];
}

export type OriginRestrictions = Readonly<Record<OriginRestrictionType, OriginRestriction>>;

/** A package group as stored: a pattern, which is its name for ever (PG21), and what it says about new versions. */
export interface PackageGroup {
  readonly pattern: string;
  readonly contactInfo?: string;
  readonly description?: string;
  /** Milliseconds since the epoch. */
  readonly createdTime: number;
  readonly restrictions: OriginRestrictions;
}

/** The pattern of the root of all groups (PG14). */
export const ROOT_PATTERN = "/*";

export const restrictionsOf = (mode: OriginRestrictionMode): OriginRestrictions => ({
  PUBLISH: { mode, repositories: [] },
  EXTERNAL_UPSTREAM: { mode, repositories: [] },
  INTERNAL_UPSTREAM: { mode, repositories: [] },
});

/** The root as it is until somebody edits it: everything is allowed (PG15). It is always there, stored or not (PG14). */
export const rootGroup = (createdTime: number): PackageGroup => ({
  pattern: ROOT_PATTERN,
  createdTime,
  restrictions: restrictionsOf("ALLOW"),
});
