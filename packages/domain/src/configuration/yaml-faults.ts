/** What is wrong with a file's YAML, in words that quote nothing of it: what stands at a fault may be a secret. */
export interface YamlFault {
  readonly text: string;
  readonly hint: string;
}

/** The fault for one of the parser's codes. `message` is the parser's own, which is used only where it is always the same. */
export function yamlFault(code: string, message: string): YamlFault {
  const text = CONSTANT.has(code) ? `${message}.`.replace(/\.\.$/, ".") : UNREADABLE;
  return FAULTS[code] ?? { text, hint: ANY_HINT };
}

/** For an alias that cannot become what it stands for. */
export const aliasFault = (message: string): YamlFault =>
  message.startsWith("Excessive alias count")
    ? { text: "aliases repeat too much of the file.", hint: ANY_HINT }
    : { text: "this alias stands for nothing that comes before it.", hint: quoted("*") };

const UNREADABLE = "this cannot be read as YAML.";

const ANY_HINT = "Correct the YAML at that place.";

const quoted = (mark: string): string => `A value that begins with ${mark} must be in quotes.`;

const FAULTS: Readonly<Record<string, YamlFault>> = {
  DUPLICATE_KEY: { text: "this key stands twice in the same mapping.", hint: "Remove one of the two." },
  TAB_AS_INDENT: { text: "a tab cannot indent YAML.", hint: "Indent with spaces." },
  MULTIPLE_DOCS: { text: "the file holds more than one document.", hint: 'Remove the line "---" and what follows it.' },
  TAG_RESOLVE_FAILED: { text: "this tag is not known.", hint: quoted("!") },
  BAD_ALIAS: { text: "this is no anchor or alias.", hint: quoted("& or *") },
  BAD_SCALAR_START: { text: "a value cannot begin with this character.", hint: "Put the value in quotes." },
  BAD_DQ_ESCAPE: { text: "there is no such escape sequence.", hint: "Use single quotes: nothing is escaped there." },
  BAD_DIRECTIVE: { text: "this directive is not known.", hint: quoted("%") },
};

/** Codes whose messages never hold anything of the file. */
const CONSTANT: ReadonlySet<string> = new Set([
  "ALIAS_PROPS",
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "BLOCK_IN_FLOW",
  "KEY_OVER_1024_CHARS",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "NON_STRING_KEY",
]);
