import type { Node, PackageJson } from "@npmcli/arborist";

/** A place in the listed tree: what lies there, or what should. */
export interface ListedPackage {
  readonly name: string;
  /** `name@version`; of something missing `name@range`. */
  readonly pkgid: string;
  readonly version: string | undefined;
  readonly package: PackageJson | undefined;
  /** `undefined`: missing. */
  readonly path: string | undefined;
  readonly realpath: string | undefined;
  readonly isLink: boolean;
  /** What lies there, in the one place in which it is listed with its dependencies. */
  readonly node: Node | undefined;
  /** Listed in full elsewhere. */
  readonly isRepeated: boolean;
  /** Where it really lies, from the root. */
  readonly target: string;
  /** Who misses it. */
  readonly missingFrom: string | undefined;
  readonly isOptional: boolean;
  /** The range that is asked for, of what is missing. */
  readonly required: string | undefined;
  /** The ranges that what lies there does not satisfy, and whose they are. */
  readonly invalid: string | undefined;
  readonly isExtraneous: boolean;
  readonly parent: ListedPackage | undefined;
  /** Whether it is what the command names; everything is when it names nothing. */
  readonly isNamed: boolean;
  /** In the order in which they are shown. */
  readonly dependencies: ListedPackage[];
  readonly problems: readonly string[];
}

/** What is wrong in one place, in the words that other programs read. Proven in test/npm-plugin/read-commands.test.ts */
export function problemsOf(
  each: Pick<ListedPackage, "pkgid" | "path" | "missingFrom" | "isOptional" | "invalid" | "isExtraneous">,
): readonly string[] {
  const { pkgid, path, missingFrom, isOptional, invalid, isExtraneous } = each;
  return [
    ...(missingFrom === undefined || isOptional ? [] : [`missing: ${pkgid}, required by ${missingFrom}`]),
    ...(invalid === undefined ? [] : [`invalid: ${pkgid} ${path}`]),
    ...(isExtraneous ? [`extraneous: ${pkgid} ${path}`] : []),
  ];
}

/** Whether it, or anything below it, is what the command names. */
export const isShown = (each: ListedPackage): boolean => each.isNamed || each.dependencies.some(isShown);
