import type { Origin } from "./origin.ts";
import type { PackageVersionStatus } from "./status.ts";

/** A repository's claim on a revision: all that a repository holds of a package version, and all that retention writes. */
export interface Reference {
  readonly revision: string;
  readonly status: PackageVersionStatus;
  readonly origin: Origin;
  /** When the version was published where it came from, in milliseconds since the epoch (F6). */
  readonly publishedTime: number;
  /** When this repository came to hold it, in milliseconds since the epoch. */
  readonly retainedTime: number;
}
