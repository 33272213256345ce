import { sep } from "node:path";
import type { AppliedExtension } from "@npmcli/arborist";
import npa from "npm-package-arg";
import { type ListedPackage, isShown } from "./listed-package.ts";

export interface TreeTextOptions {
  readonly global: boolean;
  readonly isLong: boolean;
  /** Lines of Unicode's box drawing; else ASCII. */
  readonly unicode: boolean;
}

interface Strokes {
  readonly down: string;
  readonly branch: string;
  readonly last: string;
  readonly across: string;
  readonly fork: string;
}
const UNICODE: Strokes = { down: "│", branch: "├", last: "└", across: "─", fork: "┬" };
const ASCII: Strokes = { down: "|", branch: "+", last: "`", across: "-", fork: "-" };

/** The tree for people, a line for each place. Ends with a line break. Proven in test/npm-plugin/read-commands.test.ts */
export function treeText(root: ListedPackage, options: TreeTextOptions): string {
  const strokes = options.unicode ? UNICODE : ASCII;
  const shown = ({ dependencies }: ListedPackage): readonly ListedPackage[] => dependencies.filter(isShown);
  const linesBelow = (each: ListedPackage): readonly string[] => {
    const below = shown(each);
    return below.flatMap((child, index) => {
      const isLast = index === below.length - 1;
      const hasMore = shown(child).length > 0;
      const head = `${isLast ? strokes.last : strokes.branch}${strokes.across}${hasMore ? strokes.fork : strokes.across} `;
      const margin = `${isLast ? " " : strokes.down} `;
      const [first, ...rest] = label(child, options).split("\n");
      return [
        `${head}${first}`,
        ...rest.map((line) => `${margin}${hasMore ? strokes.down : " "} ${line}`),
        ...linesBelow(child).map((line) => `${margin}${line}`),
      ];
    });
  };
  const [first, ...rest] = label(root, options).split("\n");
  const below = linesBelow(root);
  const lines = below.length === 0 ? [`${strokes.last}${strokes.across}${strokes.across} (empty)`] : below;
  return [first, ...rest.map((line) => `${strokes.down} ${line}`), ...lines].map((line) => `${line}\n`).join("");
}

function label(each: ListedPackage, { global, isLong }: TreeTextOptions): string {
  const { node, isOptional, invalid } = each;
  const parts = [
    ...(each.missingFrom === undefined ? [] : [`UNMET ${isOptional ? "OPTIONAL " : ""}DEPENDENCY`]),
    nameText(each, global, isLong),
    ...(each.isRepeated ? ["deduped"] : []),
    ...(invalid === undefined ? [] : [`invalid: ${invalid}`]),
    ...(each.isExtraneous ? ["extraneous"] : []),
    ...(node?.overridden === true ? ["overridden"] : []),
    ...(node?.patched ? [`[patched: ${node.patched.path}]`] : []),
    ...extensionText("packageExtensions", node?.packageExtensionsApplied),
    ...extensionText(".npm-extension", node?.npmExtensionApplied),
    ...(node?.resolved && isOfGit(node.resolved) ? [`(${node.resolved})`] : []),
    ...(each.isLink ? [`-> .${sep}${each.target}`] : []),
  ];
  return `${parts.join(" ")}${isLong ? `\n${each.package?.description ?? ""}` : ""}`;
}

function nameText({ node, pkgid }: ListedPackage, global: boolean, isLong: boolean): string {
  if (node?.isRoot !== true) return pkgid;
  const hasManifest = Object.keys(node.package).length > 0;
  return global || !hasManifest ? node.path : `${pkgid}${isLong ? "\n" : " "}${node.path}`;
}

const EXTENDED_FIELDS = ["dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta"];

function extensionText(what: string, applied: AppliedExtension | undefined): readonly string[] {
  const names = EXTENDED_FIELDS.flatMap((field) =>
    ((applied?.[field] ?? []) as readonly string[]).map((name) => `${field}.${name}`),
  );
  return names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
}

function isOfGit(resolved: string): boolean {
  try {
    return ["git", "hosted"].includes(npa(resolved).type);
  } catch {
    return false;
  }
}
