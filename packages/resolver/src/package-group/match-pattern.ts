import { type PackageCoordinate, packagePath } from "../names/coordinate.ts";
import { type PackageGroupPattern, type PatternKind, foldPath } from "./pattern.ts";

/** STRONG: the pattern as it is written; WEAK: only a look-alike of it (PG10). */
export type AssociationType = "STRONG" | "WEAK";

/** A package's path, as patterns match it (PG1). */
export interface MatchedPath {
  readonly path: string;
  readonly folded: string;
}

export function matchedPath(coordinate: PackageCoordinate): MatchedPath {
  const path = `/${packagePath(coordinate)}`;
  return { path, folded: foldPath(path) };
}

/** How a pattern matches a package (PG2, PG5, PG10); `undefined` when it does not. */
export function matchPattern(pattern: PackageGroupPattern, { path, folded }: MatchedPath): AssociationType | undefined {
  if (covers(pattern.kind, pattern.prefix, path)) return "STRONG";
  return covers(pattern.kind, pattern.folded, folded) ? "WEAK" : undefined;
}

function covers(kind: PatternKind, prefix: string, path: string): boolean {
  switch (kind) {
    case "exact":
      return path === prefix;
    case "below":
      return path.startsWith(prefix);
    case "word":
      return path.startsWith(prefix) && !CONTINUES_WORD.test(path.slice(prefix.length));
  }
}

const CONTINUES_WORD = /^[\p{L}\p{N}\p{M}]/u;

/** Does everything that `inner` matches match `outer` as well, as they are written (PG14)? Not of itself. */
export function contains(outer: PackageGroupPattern, inner: PackageGroupPattern): boolean {
  if (outer.kind === "exact" || outer.text === inner.text) return false;
  if (outer.prefix === inner.prefix) return RANK[outer.kind] < RANK[inner.kind];
  return covers(outer.kind, outer.prefix, inner.prefix);
}

const RANK: Readonly<Record<PatternKind, number>> = { below: 0, word: 1, exact: 2 };

/**
 * Orders patterns that match the same package: the more specific one is greater (PG8). Lengths are compared with look-alikes
 * folded, because only then each pattern is a beginning of the other; of two that differ in look-alikes alone the one that
 * matches as written is the more specific one (PG12).
 */
export function compareSpecificity(
  one: { readonly pattern: PackageGroupPattern; readonly match: AssociationType },
  other: { readonly pattern: PackageGroupPattern; readonly match: AssociationType },
): number {
  const [a, b] = [one.pattern, other.pattern];
  return (
    a.folded.length - b.folded.length ||
    RANK[a.kind] - RANK[b.kind] ||
    Number(one.match === "STRONG") - Number(other.match === "STRONG") ||
    a.prefix.length - b.prefix.length ||
    (a.text < b.text ? 1 : -1)
  );
}
