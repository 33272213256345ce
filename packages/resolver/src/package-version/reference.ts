import type { Origin } from "./origin.ts";
import type { Revision } from "./revision.ts";
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
  /**
   * What the revision said, once the version is Disposed. A reference that has it needs the revision no longer: the sweep may
   * take revision and bytes as if nobody referred to them, and the record of the version stays complete (X1, X7).
   */
  readonly content?: RevisionContent;
}

/** What a revision says of its version. */
export type RevisionContent = Pick<Revision, "manifest" | "assets">;

/** Does the reference hold on to its revision, so that a sweep must spare it? */
export const needsRevision = (reference: Reference): boolean => reference.content === undefined;
