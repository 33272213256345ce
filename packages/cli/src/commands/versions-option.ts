import { HeadwaterError } from "@headwater/resolver";
import { wordsOfOption } from "./words-option.ts";

/**
 * The value of `--versions`, which takes any number of words: `1.0.0 1.0.1`, or a JSON list, as the AWS command line has it.
 * `undefined` when the option is absent.
 *
 * @param flag `true` for the bare option, its text for `--versions=…`
 * @param words the words that follow
 * @throws INVALID_ARGUMENT
 */
export function parseVersionsOption(
  flag: string | boolean | undefined,
  words: readonly string[],
): readonly string[] | undefined {
  return wordsOfOption(flag, words, "versions")?.flatMap((word) => {
    if (!word.startsWith("[")) return [word];
    const list = parseJson("--versions", word, EXAMPLE_LIST);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
    throw invalid("--versions", word, EXAMPLE_LIST);
  });
}

/**
 * The value of `--version-revisions`: `1.0.0=REVISION,1.0.1=REVISION`, or a JSON object. `undefined` when the option is absent.
 * @throws INVALID_ARGUMENT
 */
export function parseVersionRevisions(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("{")) {
    const map = parseJson("--version-revisions", text, EXAMPLE_MAP);
    const entries = Object.entries(map as object).map(([version, revision]: [string, unknown]) => {
      if (typeof revision === "string") return [version, revision] as const;
      throw invalid("--version-revisions", text, EXAMPLE_MAP);
    });
    return Object.fromEntries(entries);
  }
  const entries = text.split(",").map((part) => {
    // A revision may end in `=`, a version has none.
    const at = part.indexOf("=");
    if (at > 0) return [part.slice(0, at), part.slice(at + 1)] as const;
    throw invalid("--version-revisions", text, EXAMPLE_MAP);
  });
  return Object.fromEntries(entries);
}

const EXAMPLE_LIST = "--versions 1.0.0 1.0.1";
const EXAMPLE_MAP = "--version-revisions 1.0.0=REVISION,1.0.1=REVISION";

function parseJson(option: string, text: string, example: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(option, text, example, cause);
  }
}

const invalid = (option: string, text: string, example: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `${option} ${JSON.stringify(text.slice(0, 300))} cannot be read.`, {
    hint: `Write for example: ${example}`,
    cause,
  });
