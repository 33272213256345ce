import { HeadwaterError } from "../errors/headwater-error.ts";

/**
 * Whose value a dist-tag has when a repository and its upstreams give it several: the upstream's (T2, the default), the
 * repository's own (`local`), or the highest version of all (`semver`).
 */
export const TAG_PRECEDENCES = ["upstream", "local", "semver"] as const;
export type TagPrecedence = (typeof TAG_PRECEDENCES)[number];

/** A repository's choices by pattern of a package's display name: the whole name, or its beginning and a `*`. */
export type TagPrecedenceRules = Readonly<Record<string, TagPrecedence>>;

/** The choice for a package: that of its whole name, else that of the longest beginning that fits, else `upstream`. */
export function tagPrecedenceOf(rules: TagPrecedenceRules | undefined, name: string): TagPrecedence {
  if (rules === undefined) return "upstream";
  if (Object.hasOwn(rules, name)) return rules[name] ?? "upstream";
  let longest: readonly [string, TagPrecedence] | undefined;
  for (const [pattern, precedence] of Object.entries(rules)) {
    if (!pattern.endsWith("*") || !name.startsWith(pattern.slice(0, -1))) continue;
    if (longest === undefined || pattern.length > longest[0].length) longest = [pattern, precedence];
  }
  return longest?.[1] ?? "upstream";
}

/** A pattern as it may be stored. @throws INVALID_ARGUMENT */
export function parseTagPattern(text: string): string {
  if (/^[^\s*\p{C}]{0,255}\*?$/u.test(text) && text !== "") return text;
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `${JSON.stringify(text.slice(0, 120))} is no pattern of package names.`,
    {
      hint: 'Write a whole name, as "lodash", or the beginning of names and a *, as "@acme/*"; "*" alone means every package.',
      details: { value: text.slice(0, 120) },
    },
  );
}

/** Choices as they may be stored; their order means nothing, so it is made one. @throws INVALID_ARGUMENT */
export function parseTagPrecedenceRules(rules: Readonly<Record<string, string>>): TagPrecedenceRules {
  const parsed = Object.entries(rules).map(([pattern, text]): readonly [string, TagPrecedence] => {
    const precedence = TAG_PRECEDENCES.find((known) => known === text);
    if (precedence !== undefined) return [parseTagPattern(pattern), precedence];
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `The tag precedence of ${JSON.stringify(pattern)} is ${JSON.stringify(text)}.`,
      { hint: `Use one of: ${TAG_PRECEDENCES.join(", ")}.`, details: { value: text } },
    );
  });
  return Object.fromEntries(parsed.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
