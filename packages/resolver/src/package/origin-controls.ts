export type OriginControl = "ALLOW" | "BLOCK";

/** May new versions of a package enter a repository by direct publishing, and from upstreams or a public registry (O1)? */
export interface OriginControls {
  readonly publish: OriginControl;
  readonly upstream: OriginControl;
}

/** How the first version of a package came into a repository. */
export type FirstEntry = "published" | "ingested" | "retained" | "copied";

/**
 * The controls a package gets with its first version (O3, O5): published directly → upstreams blocked; ingested or
 * retained → publishing blocked; copied → both allowed. Where its group restricts anything the group decides, and both
 * are allowed (O4).
 */
export function defaultOriginControls(entry: FirstEntry, groupRestricts = false): OriginControls {
  if (groupRestricts) return { publish: "ALLOW", upstream: "ALLOW" };
  switch (entry) {
    case "published":
      return { publish: "ALLOW", upstream: "BLOCK" };
    case "ingested":
    case "retained":
      return { publish: "BLOCK", upstream: "ALLOW" };
    case "copied":
      return { publish: "ALLOW", upstream: "ALLOW" };
  }
}
