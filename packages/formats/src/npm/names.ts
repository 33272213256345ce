import { HeadwaterError, type PackageCoordinate } from "@headwater/resolver";
import validateNpmPackageName from "validate-npm-package-name";

/** npm's own limit, scope and slash included. */
const MAX_NAME_LENGTH = 214;

/**
 * A package name as npm writes it, `name` or `@scope/name`. Names that npm no longer lets anyone publish but still serves
 * (capital letters, `~'!()*`) are valid, because a repository is read for them (Table 4: npm names keep their case).
 * @throws INVALID_NAME naming the rule that is broken
 */
export function parseNpmName(text: string): PackageCoordinate {
  const rule = brokenRule(text);
  if (rule !== undefined) throw invalidName(text, rule);
  const slash = text.indexOf("/");
  return slash === -1
    ? { format: "npm", name: text }
    : { format: "npm", namespace: text.slice(1, slash), name: text.slice(slash + 1) };
}

/** The name as npm writes it: the inverse of {@link parseNpmName}. */
export function npmName(coordinate: PackageCoordinate): string {
  return coordinate.namespace === undefined ? coordinate.name : `@${coordinate.namespace}/${coordinate.name}`;
}

/** The name as one segment of a registry's URL, e.g. `@scope%2fname`, as npm itself asks for it. */
export function escapedNpmName(coordinate: PackageCoordinate): string {
  return npmName(coordinate).replace("/", "%2f");
}

function brokenRule(text: string): string | undefined {
  if (text.length > MAX_NAME_LENGTH) return `a name has at most ${MAX_NAME_LENGTH} characters`;
  const parts = text.split("/");
  if (parts.length > 2 || (parts.length === 2) !== text.startsWith("@")) return "a name is `name` or `@scope/name`";
  if (parts.length === 2 && (parts[0] === "@" || parts[1] === "")) return "neither scope nor name may be empty";
  for (const part of parts) {
    const bare = part.replace(/^@/, "");
    if (bare.startsWith(".")) return "neither scope nor name may start with a period";
    if (bare === "__proto__") return "`__proto__` is no name";
  }
  return validateNpmPackageName(text).errors?.[0];
}

const invalidName = (text: string, rule: string): HeadwaterError =>
  new HeadwaterError(
    "INVALID_NAME",
    `The npm package name ${JSON.stringify(text.slice(0, 120))} is not valid: ${rule}.`,
    {
      hint: "Use a name as npm accepts it, for example `express` or `@scope/name`.",
      details: { rule, value: text.slice(0, 300) },
    },
  );
