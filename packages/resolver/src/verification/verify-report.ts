import type { Removed } from "../garbage/garbage-report.ts";
import type { PackageCoordinate, PackageVersionCoordinate } from "../names/coordinate.ts";

export interface VerifyOptions {
  /** Look only whether bytes are there and how many, without reading them. Default false. */
  readonly quick?: boolean;
  /** Fetch lost bytes anew from the registries that they came from. Default false. */
  readonly repair?: boolean;
  /** With `repair`: remove the references to what cannot be had any more. Default false. */
  readonly drop?: boolean;
  /** With `drop`: also while most assets have no bytes, which otherwise is taken for a folder in another place. Default false. */
  readonly dropMost?: boolean;
  /** Assets that were looked at, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it between two assets or repairs. */
  readonly signal?: AbortSignal;
}

/** What can be wrong. */
export type Damage =
  /** A reference leads to no revision. */
  | "REVISION_MISSING"
  /** A revision is not the content that its id names, or is that of another version. */
  | "REVISION_ALTERED"
  /** A revision names an asset that the domain has no record of. */
  | "ASSET_RECORD_MISSING"
  /** Nothing lies where an asset's bytes should be. */
  | "BYTES_MISSING"
  /** An asset's bytes cannot be read whole, or there are more or fewer. */
  | "BYTES_DAMAGED"
  /** An asset's bytes have other digests than its record. */
  | "DIGEST_DIFFERS"
  /** What a public registry said about a package is lost; it can be asked anew. */
  | "DOCUMENT_LOST"
  /** Records that cannot be read. */
  | "RECORD_DAMAGED";

/** A repository's claim on what is damaged. */
export interface Referrer {
  readonly repository: string;
  readonly coordinate: PackageVersionCoordinate;
}

/**
 * What became of a damage. `found`: nothing, no repair was asked for; `restored`: the very same content is there again;
 * `forgotten`: a record went that nobody needs; `dropped`: the references to it went; `left`: it could not be repaired.
 */
export type Outcome = "found" | "restored" | "forgotten" | "dropped" | "left";

export interface Finding {
  readonly damage: Damage;
  readonly outcome: Outcome;
  /** What it is about: a revision's id, an asset's SHA-512, a connection, a type of record. */
  readonly subject: string;
  readonly message: string;
  /** Who refers to it, in every repository. */
  readonly referrers: readonly Referrer[];
  /** The package of a lost document. */
  readonly package?: PackageCoordinate;
  /** Why it was left. */
  readonly reason?: string;
}

export interface VerifyReport {
  readonly quick: boolean;
  readonly checked: {
    readonly repositories: number;
    readonly packages: number;
    readonly references: number;
    readonly revisions: number;
    readonly assets: number;
    readonly documents: number;
    /** Of assets, read and digested; 0 when `quick`. */
    readonly bytes: number;
  };
  readonly findings: readonly Finding[];
  /** Bytes that no record names: nothing is wrong with that, and the sweep takes them. Not counted while records cannot be read. */
  readonly strays: Removed;
  /** Tags that name a version which the repository does not hold: clients are not shown them. */
  readonly idleTags: readonly {
    readonly repository: string;
    readonly package: PackageCoordinate;
    readonly tag: string;
    readonly version: string;
  }[];
}

/** Whether all is well: nothing was damaged, or all of it is as it was. What was dropped is lost. */
export const isSound = ({ findings }: Pick<VerifyReport, "findings">): boolean =>
  findings.every(({ outcome }) => outcome === "restored" || outcome === "forgotten");
