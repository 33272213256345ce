import { HeadwaterError } from "../errors/headwater-error.ts";

/** A6. In UTF-16 code units. */
const MAX_LENGTH = 255;

/** G3: letters and digits of any script, some punctuation, and single blanks inside. */
const ALLOWED = /^[\p{Ll}\p{Lm}\p{Lo}\p{Lt}\p{Lu}\p{Nl}\p{Nd}~!@^&()\-_+[\]{};,. ]+$/u;

/** The name of an asset of a generic package version. @throws INVALID_NAME naming the rule that is broken (A6, G3) */
export function requireGenericAssetName(name: string): string {
  const broken = brokenRule(name);
  if (broken === undefined) return name;
  throw new HeadwaterError(
    "INVALID_NAME",
    `The asset name ${JSON.stringify(name.slice(0, 120))} is not valid: ${broken}.`,
    {
      hint: "Use letters, digits, single blanks and any of ~!@^&()-_+[]{};,. in it.",
      details: { rule: "G3", value: name.slice(0, 300) },
    },
  );
}

function brokenRule(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > MAX_LENGTH) return `a name has at most ${MAX_LENGTH} characters`;
  if (name === "." || name === "..") return "`.` and `..` are no names";
  if (name.startsWith(" ") || name.endsWith(" ")) return "it begins or ends with a blank";
  if (name.includes("  ")) return "it has two blanks in a row";
  return ALLOWED.test(name) ? undefined : "it has a character that no asset name has";
}
