import { relative } from "node:path";
import type { Edge, Node } from "@npmcli/arborist";
import { type ListedPackage, problemsOf } from "./listed-package.ts";

export interface ListedTreeOptions {
  readonly tree: Node;
  readonly global: boolean;
  /** Specs of what to look for; none: everything. */
  readonly specs: readonly string[];
  /** How many levels below the root, or below a workspace, are listed; 0: direct dependencies. */
  readonly depth: number;
  /** Whether a direct dependency counts. */
  readonly isSelected: (edge: Edge) => boolean;
  /** Whether a dependency counts at any level. */
  readonly isFollowed: (edge: Edge, depth: number) => boolean;
}

export interface ListedTree {
  readonly root: ListedPackage;
  /** Every place, in the order of discovery: level by level. */
  readonly all: readonly ListedPackage[];
  /** Of what is named. */
  readonly problems: readonly string[];
}

/** A dependency before its place is known. */
interface Candidate {
  readonly node: Node | undefined;
  readonly edge: Edge | undefined;
  readonly pkgid: string;
}
interface Planned extends Candidate {
  readonly parent: ListedPackage | undefined;
  readonly depth: number;
  readonly isRepeated: boolean;
  /** Of a repeated one: what was known when it was met. */
  readonly invalid: string | undefined;
  readonly type: string | undefined;
  readonly required: string | undefined;
}

const { compare } = new Intl.Collator("en");
const OPTIONAL_TYPES = ["optional", "peerOptional"];

/** What is installed, level by level; each package is followed in the first place where it is met. Proven in test/npm-plugin/read-commands.test.ts */
export function listedTree(options: ListedTreeOptions): ListedTree {
  const { tree, global, specs } = options;
  const met = new Set<string>([tree.path]);
  const invalid = new Map<Node, string>();
  const types = new Map<Node, string>();
  let hasMissing = false;
  const all: ListedPackage[] = [];
  const rootPlan = { node: tree, edge: undefined, pkgid: tree.pkgid, parent: undefined, depth: 0, isRepeated: false };
  const queue: Planned[] = [{ ...rootPlan, invalid: undefined, type: undefined, required: undefined }];

  const plan = ({ node, edge, pkgid }: Candidate, parent: ListedPackage, depth: number): Planned => {
    const type = node === undefined ? edge?.type : types.get(node);
    const isRepeated = node !== undefined && met.has(node.path);
    if (node !== undefined) met.add(node.path);
    // npm tells the range of the first missing package alone.
    const required = node === undefined && !hasMissing ? edge?.spec || "*" : undefined;
    hasMissing ||= node === undefined;
    const faults = node === undefined ? undefined : invalid.get(node);
    return { node, edge, pkgid, parent, depth, isRepeated, invalid: faults, type, required };
  };
  const list = ({ node, edge, pkgid, parent, isRepeated, ...known }: Planned): ListedPackage => {
    const type = node === undefined || isRepeated ? known.type : types.get(node);
    const facts = {
      pkgid,
      path: node?.path,
      missingFrom: node === undefined ? edge?.from?.pkgid : undefined,
      isOptional: OPTIONAL_TYPES.includes(type ?? ""),
      invalid: node === undefined || isRepeated ? known.invalid : invalid.get(node),
      isExtraneous: node?.extraneous === true && !global && !isRepeated,
    };
    return {
      ...facts,
      name: node?.name ?? edge?.name ?? "",
      version: node?.version,
      package: node?.package,
      realpath: node?.realpath,
      isLink: node?.isLink === true,
      node: isRepeated ? undefined : node,
      isRepeated,
      target: node === undefined ? "" : relative(node.root.realpath, node.realpath),
      required: known.required,
      parent,
      isNamed:
        specs.length === 0 ||
        (parent !== undefined && node !== undefined && specs.some((spec) => node.satisfies(spec))),
      dependencies: [],
      problems: problemsOf(facts),
    };
  };

  for (const planned of queue) {
    const listed = list(planned);
    all.push(listed);
    planned.parent?.dependencies.push(listed);
    const { node } = listed;
    const depth = node?.isWorkspace === true ? 0 : planned.depth;
    if (node === undefined || depth > options.depth) continue;
    const candidates = candidatesOf(node, depth, options, invalid, types);
    queue.push(...candidates.map((candidate) => plan(candidate, listed, depth + 1)));
  }
  const problems = [...new Set(all.flatMap((each) => (each.isNamed ? each.problems : [])))];
  return { root: all[0] as ListedPackage, all, problems };
}

/** What a package depends on, and what lies in it that nobody asks for, by name. */
function candidatesOf(
  node: Node,
  depth: number,
  { isSelected, isFollowed }: ListedTreeOptions,
  invalid: Map<Node, string>,
  types: Map<Node, string>,
): readonly Candidate[] {
  const edges = [...node.target.edgesOut.values()].filter(
    (edge) => isFollowed(edge, depth) && (depth > 0 || isSelected(edge)),
  );
  const dependencies = edges.map((edge): Candidate => {
    const to = edge.missing ? undefined : (edge.to ?? undefined);
    if (to === undefined) return { node: undefined, edge, pkgid: `${edge.name}@${edge.spec}` };
    types.set(to, edge.type);
    if (edge.invalid) {
      const fault = `${JSON.stringify(edge.spec || "*")} from ${edge.from?.location || "the root project"}`;
      const before = invalid.get(to);
      invalid.set(to, before === undefined ? fault : `${before}, ${fault}`);
    }
    return { node: to, edge, pkgid: to.pkgid };
  });
  const paths = new Set(dependencies.map((each) => each.node?.path));
  const extraneous = [...node.children.values()].filter((child) => child.extraneous && !paths.has(child.path));
  return [
    ...dependencies,
    ...extraneous.map((child) => ({ node: child, edge: undefined, pkgid: child.pkgid })),
  ].toSorted((one, other) => compare(one.pkgid, other.pkgid));
}
