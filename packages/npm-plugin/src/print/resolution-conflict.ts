interface DescribedNode {
  readonly name?: string;
  readonly version?: string;
  readonly location?: string;
  readonly whileInstalling?: { readonly name?: string; readonly version?: string };
  readonly dependents?: readonly DescribedEdge[];
}
interface DescribedEdge {
  readonly type?: string;
  readonly name: string;
  readonly spec: string;
  readonly from?: DescribedNode;
}
/** What Arborist says of packages that do not go together. */
interface Conflict extends Error {
  readonly edge?: DescribedEdge;
  readonly current?: DescribedNode | null;
  readonly currentEdge?: DescribedEdge | null;
  readonly peerConflict?: { readonly current?: DescribedNode; readonly peer?: DescribedNode } | null;
}

/** Who wants what, and what is there instead, in a few lines. Proven in test/print/npm-error.test.ts */
export function resolutionConflict(error: Error): string {
  const { edge, current, currentEdge, peerConflict } = error as Conflict;
  if (edge === undefined) return error.message;
  const whose = current?.whileInstalling ?? edge.from?.whileInstalling;
  const found = current ?? currentEdge?.from;
  return [
    "The dependency tree cannot be resolved.",
    ...(whose?.name === undefined ? [] : [`While resolving: ${nameOf(whose)}`]),
    ...(found === undefined ? [] : [`Found: ${nodeText(found)}`]),
    `Could not resolve: ${edgeText(edge)}`,
    ...(peerConflict?.peer === undefined ? [] : [`Conflicting peer dependency: ${nodeText(peerConflict.peer)}`]),
  ].join("\n");
}

const nameOf = ({ name, version }: { readonly name?: string; readonly version?: string }): string =>
  version === undefined ? String(name) : `${name}@${version}`;

function nodeText(node: DescribedNode): string {
  const [first] = node.dependents ?? [];
  return first === undefined ? nameOf(node) : `${nameOf(node)}, as ${edgeText(first)}`;
}

const edgeText = ({ type, name, spec, from }: DescribedEdge): string =>
  [
    type === undefined || type === "prod" ? "" : `${type} `,
    `${name}@"${spec}"`,
    from === undefined ? "" : ` from ${from.name === undefined ? "the project" : nameOf(from)}`,
  ].join("");
