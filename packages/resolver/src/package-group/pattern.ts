import { HeadwaterError } from "../errors/headwater-error.ts";
import { PACKAGE_FORMATS, type PackageFormat } from "../names/coordinate.ts";
import { foldLookAlikes } from "./look-alike.ts";

/** `$`: exactly this package; `~`: whatever goes on with another word; `*`: everything below (PG2). */
export type PatternKind = "exact" | "word" | "below";

/** A package group's pattern, taken apart: a path prefix and one suffix (PG2). */
export interface PackageGroupPattern {
  /** As written: the group's name (PG9, PG21). */
  readonly text: string;
  /** The text without its suffix: what a package's path begins with, e.g. `/npm/acme/` or `/npm//react`. */
  readonly prefix: string;
  readonly kind: PatternKind;
  /** The prefix with look-alikes folded, for weak matches (PG10). */
  readonly folded: string;
}

/** The prefix ends within or behind a word (PG5): only then a word can go on behind it. */
const ENDS_IN_WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u;

const KINDS: Readonly<Record<string, PatternKind>> = { $: "exact", "~": "word", "*": "below" };

/** How a format names its packages (PG4, Table 4). */
const NAMESPACES: Readonly<Record<PackageFormat, "none" | "optional" | "required">> = {
  npm: "optional",
  pypi: "none",
  maven: "required",
  nuget: "none",
  generic: "required",
  ruby: "none",
  swift: "required",
  cargo: "none",
};

/** What a format's names look like once they are normalised (PG7, Table 4). */
const NORMALISED: Partial<Record<PackageFormat, (section: string) => string>> = {
  pypi: (section) => section.toLowerCase().replace(/[-._]+/g, "-"),
  nuget: (section) => section.toLowerCase(),
  swift: (section) => section.toLowerCase(),
};

/** A pattern out of its text. @throws INVALID_NAME naming the rule that is broken */
export function parsePackageGroupPattern(text: string): PackageGroupPattern {
  const kind = KINDS[text.at(-1) ?? ""];
  const prefix = text.slice(0, -1);
  if (text.length < 2 || text.length > 520) throw invalidPattern(text, "PG7", "It has 2 to 520 characters");
  if (/[\p{C}\s]/u.test(text)) throw invalidPattern(text, "PG7", "It has no white space and no control characters");
  if (kind === undefined) throw invalidPattern(text, "PG2", "It ends in `$`, `~` or `*`");
  if (!prefix.startsWith("/")) throw invalidPattern(text, "PG3", "It begins with `/`");
  checkSections(text, prefix.slice(1).split("/"), kind);
  if (kind === "word" && !ENDS_IN_WORD.test(prefix))
    throw invalidPattern(text, "PG6", "`~` follows a letter or a digit; after anything else write `*`");
  if (kind === "below" && ENDS_IN_WORD.test(prefix))
    throw invalidPattern(
      text,
      "PG6",
      "`*` follows `/` or another character that is no letter and no digit; after a word write `~`",
    );
  return { text, prefix, kind, folded: foldPath(prefix) };
}

/** A path, or the beginning of one, with the look-alikes in namespace and name folded: formats have none. */
export function foldPath(path: string): string {
  const [empty = "", format = "", ...names] = path.split("/");
  return [empty, format, ...names.map(foldLookAlikes)].join("/");
}

function checkSections(text: string, sections: readonly string[], kind: PatternKind): void {
  const [format = "", namespace, name] = sections;
  if (sections.length > 3) throw invalidPattern(text, "PG3", "It has at most a format, a namespace and a name");
  if (namespace === undefined) {
    if (format === "" && kind === "below") return;
    throw invalidPattern(text, "PG3", "A format is followed by `/*`, or by `/` and a namespace");
  }
  const known = PACKAGE_FORMATS.find((each) => each === format);
  if (known === undefined)
    throw invalidPattern(text, "PG3", `${JSON.stringify(format)} is no format: use ${PACKAGE_FORMATS.join(", ")}`);
  if (NAMESPACES[known] === "none" && namespace !== "")
    throw invalidPattern(text, "PG4", `Packages of the format ${known} have no namespace: write /${known}//…`);
  if (NAMESPACES[known] === "required" && name !== undefined && namespace === "")
    throw invalidPattern(text, "PG4", `Packages of the format ${known} have a namespace, so a name needs one`);
  if (kind === "exact" && (name === undefined || name === ""))
    throw invalidPattern(text, "PG3", "`$` follows the whole name of a package");
  if (known === "npm" && namespace.startsWith("@")) throw invalidPattern(text, "PG7", "A scope is written without `@`");
  for (const section of [namespace, name ?? ""]) {
    if (section.length > 255 || section.includes("#"))
      throw invalidPattern(text, "PG7", "A namespace or a name has at most 255 characters, and no `#`");
    const normal = NORMALISED[known]?.(section) ?? section;
    if (normal !== section)
      throw invalidPattern(text, "PG7", `Names are written in their normal form: ${JSON.stringify(normal)}`);
  }
}

const invalidPattern = (text: string, rule: string, what: string): HeadwaterError =>
  new HeadwaterError(
    "INVALID_NAME",
    `The package group pattern ${JSON.stringify(text.slice(0, 120))} is not valid. ${what} (${rule}).`,
    {
      hint: "Write for example /npm/acme/*, /npm/acme/ui~ or /npm//react$",
      details: { rule, value: text.slice(0, 600) },
    },
  );
