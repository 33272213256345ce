import {
  type AllowedRepository,
  HeadwaterError,
  ORIGIN_RESTRICTION_MODES,
  ORIGIN_RESTRICTION_TYPES,
  type OriginControls,
  type OriginRestrictionMode,
  type OriginRestrictionType,
} from "@headwater/resolver";

type Members = Readonly<Record<string, string>>;

/** `--restrictions` of a package group: `PUBLISH=BLOCK,EXTERNAL_UPSTREAM=ALLOW` or JSON, as the AWS command line has it. @throws INVALID_ARGUMENT */
export function restrictionModes(text: string): Partial<Record<OriginRestrictionType, OriginRestrictionMode>> {
  const entries = Object.entries(parseMembers("--restrictions", text)).map(([type, mode]) => {
    const known = ORIGIN_RESTRICTION_MODES.find((each) => each === mode);
    if (known === undefined) throw notOneOf("--restrictions", mode, ORIGIN_RESTRICTION_MODES);
    return [restrictionType("--restrictions", type), known] as const;
  });
  return Object.fromEntries(entries);
}

/** `--restrictions` of a package: `publish=ALLOW,upstream=BLOCK` or JSON; both are needed (O1). @throws INVALID_ARGUMENT */
export function originControls(text: string): OriginControls {
  const { publish, upstream, ...others } = parseMembers("--restrictions", text);
  const [other] = Object.keys(others);
  if (other !== undefined) throw notOneOf("--restrictions", other, ["publish", "upstream"]);
  return { publish: control("publish", publish), upstream: control("upstream", upstream) };
}

function control(name: string, value: string | undefined): "ALLOW" | "BLOCK" {
  if (value === "ALLOW" || value === "BLOCK") return value;
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `--restrictions ${value === undefined ? `does not say ${name}` : `has ${name}=${value}`}.`,
    { hint: "Set both, each to ALLOW or BLOCK: --restrictions publish=ALLOW,upstream=BLOCK", details: { rule: "O1" } },
  );
}

/**
 * The two lists of allowed repositories. Each takes any number of values; such as stand alone behind one, as the AWS command
 * line has them, belong to it, if the other is not given as well.
 * @throws INVALID_ARGUMENT
 */
export function allowedRepositories({
  added = [],
  removed = [],
  words,
}: {
  readonly added: readonly string[] | undefined;
  readonly removed: readonly string[] | undefined;
  readonly words: readonly string[];
}): {
  readonly addAllowedRepositories?: readonly AllowedRepository[];
  readonly removeAllowedRepositories?: readonly AllowedRepository[];
} {
  if (words.length > 0 && (added.length === 0) === (removed.length === 0))
    throw new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(words[0])} stands alone on the command line.`, {
      hint: "Repeat the option for each repository: --add-allowed-repositories A --add-allowed-repositories B",
    });
  const parse = (option: string, values: readonly string[]): readonly AllowedRepository[] =>
    values.flatMap((value) => parseAllowed(option, value));
  const adds = parse("--add-allowed-repositories", added.length > 0 ? [...added, ...words] : []);
  const removes = parse("--remove-allowed-repositories", removed.length > 0 ? [...removed, ...words] : []);
  return {
    ...(adds.length === 0 ? {} : { addAllowedRepositories: adds }),
    ...(removes.length === 0 ? {} : { removeAllowedRepositories: removes }),
  };
}

function parseAllowed(option: string, text: string): readonly AllowedRepository[] {
  const values: readonly unknown[] = text.trim().startsWith("[")
    ? parseList(option, text)
    : [parseMembers(option, text)];
  return values.map((value) => {
    const { repositoryName, originRestrictionType, ...others } = membersOf(option, value, text);
    if (repositoryName === undefined || originRestrictionType === undefined || Object.keys(others).length > 0)
      throw unreadable(option, text, "repositoryName=team,originRestrictionType=PUBLISH");
    return { repositoryName, originRestrictionType: restrictionType(option, originRestrictionType) };
  });
}

function parseList(option: string, text: string): readonly unknown[] {
  const value = parseJson(option, text);
  if (Array.isArray(value)) return value;
  throw unreadable(option, text, "a JSON list");
}

function parseMembers(option: string, text: string): Members {
  if (text.trim().startsWith("{")) return membersOf(option, parseJson(option, text), text);
  const parts = text.split(",").map((part): readonly [string, string] => {
    const [name = "", value, ...rest] = part.trim().split("=");
    if (name === "" || value === undefined || rest.length > 0) throw unreadable(option, text, "NAME=VALUE,NAME=VALUE");
    return [name, value];
  });
  if (new Set(parts.map(([name]) => name)).size < parts.length) throw unreadable(option, text, "each name once");
  return Object.fromEntries(parts);
}

function membersOf(option: string, value: unknown, text: string): Members {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    if (entries.length === Object.keys(value).length) return Object.fromEntries(entries);
  }
  throw unreadable(option, text, "a JSON object of texts");
}

function parseJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(option, text, "JSON", cause);
  }
}

function restrictionType(option: string, text: string): OriginRestrictionType {
  const known = ORIGIN_RESTRICTION_TYPES.find((each) => each === text);
  if (known === undefined) throw notOneOf(option, text, ORIGIN_RESTRICTION_TYPES);
  return known;
}

const notOneOf = (option: string, text: string, known: readonly string[]): HeadwaterError =>
  new HeadwaterError(
    "INVALID_ARGUMENT",
    `${option} names ${JSON.stringify(text.slice(0, 120))}, which it does not know.`,
    {
      hint: `Use one of: ${known.join(", ")}.`,
      details: { value: text.slice(0, 300) },
    },
  );

const unreadable = (option: string, text: string, expected: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `${option} ${JSON.stringify(text.slice(0, 300))} cannot be read.`, {
    hint: `It takes ${expected}.`,
    cause,
  });
