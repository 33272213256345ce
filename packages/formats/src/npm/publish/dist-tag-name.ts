import { HeadwaterError } from "@headwater/resolver";
import semver from "semver";

/** npm asks for a tag as a part of a URL, so a longer one than a name could have is none. */
const MAX_TAG_LENGTH = 214;

/**
 * A dist-tag that may be set, as npm has it: no range, or nobody could tell it from a version; nothing that a URL would
 * have to encode.
 * @throws INVALID_ARGUMENT
 */
export function parseDistTagName(text: string): string {
  const rule = brokenRule(text);
  if (rule === undefined) return text;
  throw new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(text.slice(0, 120))} is no dist-tag: ${rule}.`, {
    hint: "Use a word such as latest, next or beta.",
    details: { rule, value: text.slice(0, 300) },
  });
}

function brokenRule(text: string): string | undefined {
  if (text === "" || text.length > MAX_TAG_LENGTH) return `it has 1 to ${MAX_TAG_LENGTH} characters`;
  if (encodeURIComponent(text) !== text) return "only letters, digits and -_.!~*'() may be in it";
  if (semver.validRange(text, { loose: true }) !== null) return "it reads as a version or a range of versions";
  return text === "__proto__" ? "it is no word" : undefined;
}
