import { resolve } from "node:path";
import { redact } from "@headwater/resolver";
import type { Edge, Node } from "@npmcli/arborist";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { isShown } from "../tree/listed-package.ts";
import { type ListedTree, listedTree } from "../tree/listed-tree.ts";
import { treeDocument } from "../tree/tree-document.ts";
import { treePaths } from "../tree/tree-paths.ts";
import { treeText } from "../tree/tree-text.ts";

/**
 * `npm ls`: the tree that lies installed; 1 when nothing of what is named does. Proven in test/npm-plugin/read-commands.test.ts
 * @throws NpmFailure ELSPROBLEMS for what is missing or invalid, EJSONPARSE; after the tree is printed
 */
export async function ls(run: NpmRun): Promise<number> {
  const { config, global, operands, path } = run.settings;
  // A peer that is not there is a problem, whatever an install makes of it.
  const arborist = run.arborist({ legacyPeerDeps: false });
  const isOfLockfile = config.get("package-lock-only") === true;
  const tree = await (isOfLockfile ? arborist.loadVirtual() : arborist.loadActual());
  const workspaces = run.options["workspaces"] as readonly string[];
  const selected = workspaces.length === 0 ? [] : arborist.workspaceNodes(tree, workspaces);
  const listed = listedTree({ tree, global, specs: operands, depth: depthOf(run), ...edgeFilters(run, selected) });
  const failure = failureOf(listed, isBroken(tree, path));
  print(run, listed, failure);
  if (failure !== undefined) throw failure;
  const isOfPaths = config.get("parseable") === true && config.get("json") !== true;
  return operands.length > 0 && !isOfPaths && !isShown(listed.root) ? 1 : 0;
}

function depthOf({ settings: { config, operands } }: NpmRun): number {
  const depth = config.get("depth") as number | null;
  if (config.get("all") === true || operands.length > 0) return depth ?? Number.POSITIVE_INFINITY;
  return depth ?? 0;
}

function edgeFilters(
  { settings: { config, flat } }: NpmRun,
  selected: readonly Node[],
): { isSelected(edge: Edge): boolean; isFollowed(edge: Edge, depth: number): boolean } {
  const omit = flat["omit"] as readonly ("dev" | "optional" | "peer")[];
  const isLinked = flat["installStrategy"] === "linked";
  const onlyLinks = config.get("link") === true;
  const isOfWorkspaces = ({ from, to }: Edge): boolean => {
    const isWorkspace = to?.isWorkspace === true;
    if (from?.isProjectRoot !== true) return true;
    if (flat["workspacesEnabled"] === false && isWorkspace) return false;
    if (selected.length === 0 || (flat["includeWorkspaceRoot"] === true && to !== null && !isWorkspace)) return true;
    return isWorkspace && to !== null && selected.includes(to.target);
  };
  return {
    isSelected: (edge) => !omit.some((kind) => edge[kind]) && (!onlyLinks || edge.to?.isLink === true),
    // What a package of a linked store needs for its own development is never installed.
    isFollowed: (edge, depth) => isOfWorkspaces(edge) && !(isLinked && depth > 0 && edge.dev),
  };
}

const isBroken = (tree: Node, path: string): boolean =>
  tree.errors.some((error) => error.code === "EJSONPARSE" && error.path === resolve(path, "package.json"));

function failureOf({ problems }: ListedTree, isManifestBroken: boolean): NpmFailure | undefined {
  if (isManifestBroken)
    return new NpmFailure("EJSONPARSE", "Failed to parse root package.json", "Correct the file; it has to be JSON.");
  return problems.some((problem) => !problem.startsWith("extraneous:"))
    ? new NpmFailure("ELSPROBLEMS", problems.join("\n"), "Bring the tree in order with headwater install.")
    : undefined;
}

function print(run: NpmRun, listed: ListedTree, failure: NpmFailure | undefined): void {
  // Where a package came from may hold credentials.
  run.print(redact(printed(run, listed, failure)));
}

function printed(run: NpmRun, { all, problems, root }: ListedTree, failure: NpmFailure | undefined): string {
  const { config, global, path } = run.settings;
  const isLong = config.get("long") === true;
  if (config.get("json") === true) {
    const isManifestBroken = failure?.code === "EJSONPARSE";
    const told = isManifestBroken ? [...problems, `error in ${path}: Failed to parse root package.json`] : problems;
    return JSON.stringify(
      {
        ...treeDocument(root, told, isLong),
        ...(isManifestBroken ? { invalid: true } : {}),
        ...(failure === undefined ? {} : { error: { code: failure.code, summary: failure.message, detail: "" } }),
      },
      undefined,
      2,
    );
  }
  if (config.get("parseable") === true) return treePaths(all, isLong).join("\n").trim();
  return treeText(root, { global, isLong, unicode: config.get("unicode") === true });
}
