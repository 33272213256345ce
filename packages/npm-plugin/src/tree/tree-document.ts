import { type ListedPackage, isShown } from "./listed-package.ts";

type Document = Readonly<Record<string, unknown>>;

/** The tree for programs: of each place what lies there, and below `dependencies` what it depends on, by name. Proven in test/npm-plugin/read-commands.test.ts */
export function treeDocument(root: ListedPackage, problems: readonly string[], isLong: boolean): Document {
  return { ...placeDocument(root, isLong), ...(problems.length === 0 ? {} : { problems }) };
}

function placeDocument(each: ListedPackage, isLong: boolean): Document {
  const { dependencies, name, node, version, isExtraneous, invalid, isNamed, problems } = each;
  const isRoot = node?.isRoot === true && Object.keys(node.package).length > 0;
  const isRequired = each.missingFrom !== undefined && !each.isOptional;
  const shown = dependencies.filter(isShown);
  return {
    ...(version ? { version } : {}),
    ...(node?.resolved ? { resolved: node.resolved } : {}),
    ...(node === undefined || node.isProjectRoot ? {} : { overridden: node.overridden }),
    ...(node?.packageExtensionsApplied ? { packageExtensionsApplied: node.packageExtensionsApplied } : {}),
    ...(node?.npmExtensionApplied ? { npmExtensionApplied: node.npmExtensionApplied } : {}),
    ...(isRoot ? { name: node.package.name ?? name } : {}),
    ...(isLong && each.missingFrom === undefined ? manifestFields(each) : {}),
    ...(isExtraneous ? { extraneous: true } : {}),
    ...(invalid === undefined ? {} : { invalid }),
    ...(node?.patched ? { patched: node.patched.path } : {}),
    ...(isRequired ? { required: each.required, missing: true } : {}),
    ...(isNamed && problems.length > 0 ? { problems } : {}),
    ...(shown.length === 0
      ? {}
      : { dependencies: Object.fromEntries(shown.map((child) => [child.name, placeDocument(child, isLong)])) }),
  };
}

function manifestFields({ name, package: manifest = {}, path }: ListedPackage): Document {
  const { dependencies, ...fields } = manifest;
  return {
    name,
    ...fields,
    extraneous: false,
    path,
    _dependencies: { ...(dependencies as object), ...(manifest["optionalDependencies"] as object) },
    devDependencies: manifest["devDependencies"] ?? {},
    peerDependencies: manifest["peerDependencies"] ?? {},
  };
}
