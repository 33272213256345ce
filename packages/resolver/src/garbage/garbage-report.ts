import type { PackageCoordinate, PackageVersionCoordinate } from "../names/coordinate.ts";

export interface GarbageOptions {
  /** How long, in milliseconds, a thing must have been marked before it is removed. */
  readonly gracePeriod: number;
  /** After how many milliseconds without use a registry's document or a rendition is removed. Default {@link UNUSED_FOR}. */
  readonly unusedFor?: number;
  /** Write nothing, and tell what would be marked and removed. Default false. */
  readonly dryRun?: boolean;
  /** How many removals are done, and how many are known to be due; the latter may grow. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the sweep between two removals; what was removed until then stays removed. */
  readonly signal?: AbortSignal;
}

/** 90 days: what is only speed is kept through any holiday. */
export const UNUSED_FOR = 90 * 24 * 60 * 60_000;

/** Things of one kind. `bytes` are those on disk, encryption included. */
export interface Removed {
  readonly count: number;
  readonly bytes: number;
}

/** One thing that was (in a dry run: would be) marked or removed. Sizes are in bytes. */
export type GarbageItem =
  | {
      readonly step: "mark" | "remove";
      readonly type: "revision";
      readonly revision: string;
      readonly coordinate: PackageVersionCoordinate;
    }
  | { readonly step: "mark" | "remove"; readonly type: "asset"; readonly sha512: string; readonly size: number }
  | {
      readonly step: "remove";
      readonly type: "document";
      readonly connection: string;
      readonly coordinate: PackageCoordinate;
      readonly size: number;
    };

export interface GarbageReport {
  /** Nothing was written; all else tells what would have been. */
  readonly dryRun: boolean;
  /** Revisions and assets that got their mark just now. */
  readonly marked: number;
  readonly removedRevisions: number;
  readonly removedAssets: number;
  /** The sizes of the removed assets together. */
  readonly bytesRemoved: number;
  /** Bytes that no record named: left by processes that died. */
  readonly strays: Removed;
  /** Files that processes died writing. */
  readonly abandonedWrites: number;
  /** What public registries said about packages that nobody has asked for any more. */
  readonly documents: Removed;
  /** Packuments as served that nobody has asked for any more. */
  readonly renditions: Removed;
  /** Each revision, asset and document. */
  readonly items: readonly GarbageItem[];
}
