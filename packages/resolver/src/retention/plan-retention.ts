/** Where a search found a package version. */
export type FoundAt =
  /** A repository on the way already holds it: the requested one itself, or an upstream. */
  | { readonly type: "repository"; readonly repository: string }
  /** A public registry has it; `repository` is the one with the external connection. */
  | { readonly type: "external"; readonly repository: string };

/**
 * Which repositories keep a new reference after a fetch, in the order they are written: the connected repository for an
 * external fetch (K3), and the requested one (K1); never one in between (K2). Nothing is kept when the requested
 * repository holds the version already. Table 2 of the semantics, as data.
 */
export function planRetention(requested: string, found: FoundAt): readonly string[] {
  if (found.repository === requested) return found.type === "external" ? [requested] : [];
  return found.type === "external" ? [found.repository, requested] : [requested];
}
