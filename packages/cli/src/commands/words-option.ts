import { HeadwaterError } from "@headwater/resolver";

/**
 * The words of an option that takes any number of them, as the AWS command line has it; `undefined` when the option is absent.
 * Proven in test/commands/upstreams-option.test.ts
 *
 * @param flag `true` for the bare option, its text for `--option=…`
 * @param words the words that follow
 * @param what how messages name the words, e.g. `versions`; the option is `--versions`
 * @throws INVALID_ARGUMENT for words without the option
 */
export function wordsOfOption(
  flag: string | boolean | undefined,
  words: readonly string[],
  what: string,
): readonly string[] | undefined {
  if (flag === undefined || flag === false) {
    const [first] = words;
    if (first === undefined) return undefined;
    throw new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(first)} stands alone on the command line.`, {
      hint: `Write ${what} behind --${what}, and everything else behind its own option.`,
    });
  }
  return [...(typeof flag === "string" ? [flag] : []), ...words];
}
