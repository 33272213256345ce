import { type PackageCoordinate, packagePath } from "../names/coordinate.ts";
import { type EffectiveRestrictions, effectiveRestrictions } from "./effective-restrictions.ts";
import {
  type AssociationType,
  type MatchedPath,
  compareSpecificity,
  contains,
  matchPattern,
  matchedPath,
} from "./match-pattern.ts";
import { type PackageGroup, ROOT_PATTERN, rootGroup } from "./package-group.ts";
import { type PackageGroupPattern, parsePackageGroupPattern } from "./pattern.ts";

/** The group that a package belongs to, and how (PG8, PG10). */
export interface Association {
  readonly group: PackageGroup;
  readonly type: AssociationType;
}

/** All groups of a domain at one moment, as a tree (PG14). The root is in it, stored or not. */
export interface GroupTree {
  /** In code-unit order of their patterns. */
  readonly groups: readonly PackageGroup[];
  get(pattern: string): PackageGroup | undefined;
  /** The next less specific group; `undefined` for the root (PG14). */
  parentOf(pattern: string): PackageGroup | undefined;
  /** The groups right below one. */
  childrenOf(pattern: string): readonly PackageGroup[];
  restrictionsOf(pattern: string): EffectiveRestrictions;
  /** The one group that a package belongs to: the most specific that matches it (PG8). The package need not exist (PG13). */
  associate(coordinate: PackageCoordinate): Association;
}

/** An install asks for the same packages again and again. */
const REMEMBERED_PACKAGES = 10_000;

interface Node {
  readonly group: PackageGroup;
  readonly pattern: PackageGroupPattern;
}

/** @param stored what is stored of groups; without the root in it the root is as a new domain's (PG15) */
export function createGroupTree(stored: readonly PackageGroup[], createdTime = 0): GroupTree {
  const all = stored.some(({ pattern }) => pattern === ROOT_PATTERN) ? stored : [rootGroup(createdTime), ...stored];
  const nodes = all
    .map((group): Node => ({ group, pattern: parsePackageGroupPattern(group.pattern) }))
    .toSorted((one, other) => (one.group.pattern < other.group.pattern ? -1 : 1));
  const byPattern = new Map(nodes.map((node) => [node.group.pattern, node]));
  const root = byPattern.get(ROOT_PATTERN);
  if (root === undefined) throw new Error("There is no root group.");

  const parentNode = (child: PackageGroupPattern): Node | undefined =>
    nodes
      .filter(({ pattern }) => contains(pattern, child))
      .reduce<Node | undefined>(
        (best, each) => (best === undefined || contains(best.pattern, each.pattern) ? each : best),
        undefined,
      );
  const parents = new Map<string, Node | undefined>();
  const parentOf = (pattern: string): Node | undefined => {
    if (!parents.has(pattern)) parents.set(pattern, parentNode(parsePackageGroupPattern(pattern)));
    return parents.get(pattern);
  };
  const lineage = (pattern: string): readonly PackageGroup[] => {
    const groups: PackageGroup[] = [];
    for (let node = byPattern.get(pattern); node !== undefined; node = parentOf(node.group.pattern))
      groups.push(node.group);
    return groups;
  };
  const restrictions = new Map<string, EffectiveRestrictions>();

  const atRoot: Association = { group: root.group, type: "STRONG" };
  const associations = new Map<string, Association>();
  const associate = (coordinate: PackageCoordinate): Association => {
    // Without other groups nothing has to be compared: the usual case.
    if (nodes.length === 1) return atRoot;
    const path = packagePath(coordinate);
    const found = associations.get(path) ?? mostSpecific(matchedPath(coordinate));
    if (associations.size >= REMEMBERED_PACKAGES) associations.clear();
    associations.set(path, found);
    return found;
  };
  const mostSpecific = (path: MatchedPath): Association => {
    let best: (Node & { readonly match: AssociationType }) | undefined;
    for (const node of nodes) {
      const match = matchPattern(node.pattern, path);
      if (match === undefined) continue;
      const found = { ...node, match };
      if (best === undefined || compareSpecificity(found, best) > 0) best = found;
    }
    return best === undefined ? atRoot : { group: best.group, type: best.match };
  };

  return {
    groups: nodes.map(({ group }) => group),
    get: (pattern) => byPattern.get(pattern)?.group,
    parentOf: (pattern) => parentOf(pattern)?.group,
    childrenOf: (pattern) =>
      nodes.filter(({ group }) => parentOf(group.pattern)?.group.pattern === pattern).map(({ group }) => group),
    restrictionsOf(pattern) {
      const known = restrictions.get(pattern) ?? effectiveRestrictions(lineage(pattern));
      restrictions.set(pattern, known);
      return known;
    },
    associate,
  };
}
