/** The states a stored package version can be in (Table 3). `Deleted` is only ever a response value. */
export const PACKAGE_VERSION_STATUSES = ["Published", "Unfinished", "Unlisted", "Archived", "Disposed"] as const;
export type PackageVersionStatus = (typeof PACKAGE_VERSION_STATUSES)[number];

/** The states an update may name as its target (P1, P2). */
export const TARGET_STATUSES = ["Published", "Unlisted", "Archived"] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** Listed in what package managers are shown (L3). */
export const isListed = (status: PackageVersionStatus): boolean => status === "Published";

/** May its assets be given out, and may a downstream repository retain it (Table 3, S5, Q1, Q2)? */
export const isServable = (status: PackageVersionStatus): boolean => status === "Published" || status === "Unlisted";

/** May an update move a version from one status to the other (Table 3, P1, P2)? */
export function mayBecome(from: PackageVersionStatus, to: TargetStatus): boolean {
  if (from === "Disposed") return false;
  return from !== to;
}
