import type Arborist from "@npmcli/arborist";
import type { Node } from "@npmcli/arborist";
import type { NpmRun } from "../npm-run.ts";
import { type Dependency, outdatedPackages } from "../outdated/outdated-packages.ts";
import { outdatedDocument, outdatedLines, outdatedTable } from "../outdated/outdated-text.ts";

/** `npm outdated`: which installed packages have newer versions in the repository; 1 when any has. Proven in test/npm-plugin/read-commands.test.ts */
export async function outdated(run: NpmRun): Promise<number> {
  const { config } = run.settings;
  const arborist = run.arborist();
  const tree = await arborist.loadActual();
  const packages = await outdatedPackages(run, selectedDependencies(run, arborist, tree));
  const isLong = config.get("long") === true;
  if (config.get("json") === true) run.print(JSON.stringify(outdatedDocument(packages, isLong), undefined, 2));
  else if (config.get("parseable") === true) for (const line of outdatedLines(packages, isLong)) run.print(line);
  else {
    const table = outdatedTable(packages, isLong);
    if (table !== undefined) run.print(table);
  }
  return packages.length > 0 ? 1 : 0;
}

function selectedDependencies(run: NpmRun, arborist: Arborist, tree: Node): ReadonlySet<Dependency> {
  const { config, operands } = run.settings;
  const dependents = selectedDependents(run, arborist, tree);
  const all =
    operands.length > 0
      ? operands.flatMap((name) => [...tree.inventory.query("name", name)].flatMap(({ edgesIn }) => [...edgesIn]))
      : [
          ...(config.get("all") === true ? [...tree.inventory.values()] : []),
          tree,
          ...(run.settings.global ? [] : workspacesOf(tree)),
        ].flatMap((node) => dependenciesOf(node, run.settings.global));
  return new Set(
    all.filter((each) => {
      const from = "from" in each ? each.from : null;
      return from === null || dependents.size === 0 || dependents.has(from.target);
    }),
  );
}

/** Those whose dependencies count; none: everybody's. */
function selectedDependents(
  { options, settings: { flat } }: NpmRun,
  arborist: Arborist,
  tree: Node,
): ReadonlySet<Node> {
  const workspaces = options["workspaces"] as readonly string[];
  if (workspaces.length > 0)
    return arborist.workspaceDependencySet(tree, workspaces, flat["includeWorkspaceRoot"] === true);
  return flat["workspacesEnabled"] === false ? arborist.excludeWorkspacesDependencySet(tree) : new Set();
}

const workspacesOf = (tree: Node): readonly Node[] =>
  [...tree.edgesOut.values()].flatMap(({ to }) => (to?.target.isWorkspace === true ? [to.target] : []));

const dependenciesOf = (node: Node, global: boolean): readonly Dependency[] =>
  global ? [...node.children.values()] : [...node.edgesOut.values()];
