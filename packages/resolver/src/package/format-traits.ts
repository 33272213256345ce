import type { PackageFormat } from "../names/coordinate.ts";

/** May versions of the format come from upstream repositories and public registries? Generic ones never do (Q7, G1, E8). */
export const comesFromUpstream = (format: PackageFormat): boolean => format !== "generic";

/** Have versions of the format a README (A8)? */
export const hasReadme = (format: PackageFormat): boolean => format !== "generic" && format !== "maven";
