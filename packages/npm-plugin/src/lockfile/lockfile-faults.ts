import Arborist, { type Inventory, type Node } from "@npmcli/arborist";

export interface LockfileFaultsOptions {
  /** The tree as the lockfile has it. */
  readonly locked: Node;
  /** Its packages before any other tree was planned. */
  readonly lockedPackages: ReadonlyMap<string, Node>;
  /** The tree that the manifests ask for with that lockfile. */
  readonly planned: Node;
  /** The project's folder. */
  readonly root: string;
  /** The setting of that name. */
  readonly extensionFile: unknown;
}

/** Why a lockfile does not belong to its project, a line each; none when it does. npm's conditions for `ci`. Proven in test/npm-plugin/bad-input.test.ts */
export function lockfileFaults(options: LockfileFaultsOptions): readonly string[] {
  const { locked, lockedPackages, planned } = options;
  return [
    ...packageFaults(lockedPackages, planned.inventory),
    ...packageExtensionFaults(locked, planned),
    ...npmExtensionFaults(options),
  ];
}

function packageFaults(locked: ReadonlyMap<string, Node>, planned: Inventory): readonly string[] {
  return [...planned].flatMap(([location, node]) => {
    const entry = locked.get(location);
    if (entry === undefined) return [`${node.name}@${node.version} is missing from the lockfile`];
    const faults: string[] = [];
    if (entry.version !== node.version)
      faults.push(`the lockfile's ${entry.name}@${entry.version} does not satisfy ${node.name}@${node.version}`);
    const isSamePatch =
      (entry.patched?.integrity ?? null) === (node.patched?.integrity ?? null) &&
      (entry.patched?.path ?? null) === (node.patched?.path ?? null);
    if (!isSamePatch) faults.push(`the patch of ${node.name}@${node.version} is not the lockfile's`);
    return faults;
  });
}

function packageExtensionFaults(locked: Node, planned: Node): readonly string[] {
  const [lockedHash, plannedHash] = [locked, planned].map(({ meta }) => meta?.packageExtensionsHash ?? null);
  if (lockedHash !== plannedHash) return ["packageExtensions of package.json are not the lockfile's"];
  const extensions = new Arborist.PackageExtensions((planned.target ?? planned).package.packageExtensions);
  return [...locked.inventory.values()].flatMap((node) => {
    if (node.isProjectRoot || node.isWorkspace) return [];
    const name = node.packageName ?? node.name;
    extensions.match(name, node.version);
    const { selector } = node.packageExtensionsApplied ?? {};
    if (selector === undefined) return [];
    const isStill =
      extensions.selectors.some(({ key }) => key === selector) && extensions.wouldMatch(name, node.version);
    return isStill
      ? []
      : [`${node.name}@${node.version} was extended by "${selector}", which package.json no longer has`];
  });
}

/** By its hash alone: the file is not evaluated. */
function npmExtensionFaults({ locked, root, extensionFile }: LockfileFaultsOptions): readonly string[] {
  const { hash } = new Arborist.NpmExtension({ root, extensionFile });
  const lockedHash = locked.meta?.npmExtensionHash ?? null;
  const isExtended =
    lockedHash !== null ||
    [...locked.inventory.values()].some(({ npmExtensionApplied }) => Boolean(npmExtensionApplied));
  const file = hash ?? null;
  if (file === null) return isExtended ? ["the lockfile was made with an .npm-extension file, which is not there"] : [];
  if (lockedHash === null) return ["the lockfile was made without the .npm-extension file"];
  return lockedHash === file ? [] : ["the .npm-extension file is not the lockfile's"];
}
