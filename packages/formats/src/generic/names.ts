import { HeadwaterError, type PackageCoordinate } from "@headwater/resolver";

/** In UTF-16 code units (Table 4). */
const MAX_LENGTH = 255;
const CONTROL = /\p{Cc}/u;

/**
 * A generic package by its two names, kept as they are written (Table 4). The namespace is required (G1).
 * @throws INVALID_NAME naming the rule that is broken
 */
export function parseGenericName(namespace: string | undefined, name: string): PackageCoordinate {
  if (namespace === undefined)
    throw new HeadwaterError(
      "INVALID_NAME",
      `The generic package ${JSON.stringify(name.slice(0, 120))} needs a namespace.`,
      {
        hint: "Name one, for example --namespace acme.",
        details: { rule: "G1", value: name.slice(0, 300) },
      },
    );
  return { format: "generic", namespace: checked("namespace", namespace), name: checked("package name", name) };
}

/** The version of a generic package: any text that Table 4 allows. @throws INVALID_VERSION */
export function parseGenericVersion(text: string): string {
  const rule = brokenRule(text);
  if (rule === undefined) return text;
  throw new HeadwaterError(
    "INVALID_VERSION",
    `The version ${JSON.stringify(text.slice(0, 120))} is not valid: ${rule}.`,
    {
      hint: "Use for example 2026.11.1.",
      details: { rule: "Table 4", value: text.slice(0, 300) },
    },
  );
}

function checked(what: string, text: string): string {
  const rule = brokenRule(text);
  if (rule === undefined) return text;
  throw new HeadwaterError("INVALID_NAME", `The ${what} ${JSON.stringify(text.slice(0, 120))} is not valid: ${rule}.`, {
    hint: "Use a name without white space, # and /.",
    details: { rule: "Table 4", value: text.slice(0, 300) },
  });
}

function brokenRule(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (text.length > MAX_LENGTH) return `it has more than ${MAX_LENGTH} characters`;
  if (CONTROL.test(text)) return "it has control characters";
  return /[#/\s]/.test(text) ? "it has white space, # or /" : undefined;
}
