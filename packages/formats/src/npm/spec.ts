import { HeadwaterError, type PackageCoordinate } from "@headwater/resolver";
import semver from "semver";
import { parseNpmName } from "./names.ts";

/** What a user asked for: a package and which of its versions. */
export interface NpmSpec {
  readonly coordinate: PackageCoordinate;
  /** A version, a range or a dist-tag; `*` when the spec names none, as npm reads it. */
  readonly wanted: string;
}

/**
 * A spec as written on npm's command line: `express`, `express@^4`, `@scope/name@next`.
 * @throws INVALID_NAME; INVALID_ARGUMENT when what follows the name is no version, range or dist-tag (URLs, folders, aliases)
 */
export function parseNpmSpec(text: string): NpmSpec {
  const at = text.indexOf("@", 1);
  const coordinate = parseNpmName(at === -1 ? text : text.slice(0, at));
  const wanted = at === -1 ? "" : text.slice(at + 1).trim();
  if (wanted === "") return { coordinate, wanted: "*" };
  if (semver.validRange(wanted, { loose: true }) === null && encodeURIComponent(wanted) !== wanted) {
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `The spec ${JSON.stringify(text.slice(0, 300))} names no version, range or dist-tag.`,
      {
        hint: "Use for example express@4.18.2, express@^4 or express@next; URLs, folders and aliases do not come from a repository.",
        details: { value: text.slice(0, 300) },
      },
    );
  }
  return { coordinate, wanted };
}
