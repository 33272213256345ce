import { HeadwaterError } from "@headwater/resolver";
import { wordsOfOption } from "./words-option.ts";

/**
 * The value of `--upstreams`, which takes any number of words: `repositoryName=a repositoryName=b` or JSON, as the AWS
 * command line has it, or plain names. Nothing, or `[]`, is the empty list; `undefined` when the option is absent (R6).
 *
 * @param flag `true` for the bare option, its text for `--upstreams=…`
 * @param words the words that follow
 * @throws INVALID_ARGUMENT
 */
export function parseUpstreams(
  flag: string | boolean | undefined,
  words: readonly string[],
): readonly string[] | undefined {
  return wordsOfOption(flag, words, "upstreams")?.flatMap(parseWord);
}

function parseWord(word: string): readonly string[] {
  const text = word.trim();
  if (text === "") return [];
  if (text.startsWith("[") || text.startsWith("{")) return parseJsonWord(text);
  return text.split(",").map((part) => part.replace(/^repositoryName=/, ""));
}

function parseJsonWord(text: string): readonly string[] {
  const value = parseJson(text);
  const names = (Array.isArray(value) ? value : [value]).map((item: unknown) =>
    typeof item === "object" && item !== null && "repositoryName" in item ? item.repositoryName : item,
  );
  return names.map((name) => {
    if (typeof name === "string") return name;
    throw invalidUpstreams(text);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidUpstreams(text, cause);
  }
}

const invalidUpstreams = (text: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError(
    "INVALID_ARGUMENT",
    `--upstreams ${JSON.stringify(text.slice(0, 300))} is no list of repositories.`,
    {
      hint: "Write for example: --upstreams repositoryName=shared repositoryName=npm-store",
      cause,
    },
  );
