import { nearestName } from "@headwater/domain";
import type { Definition } from "clipanion";

/** Why a command cannot be run as it was called, and what to write in its place. */
export interface UsageFault {
  readonly message: string;
  readonly hint: string;
}

/**
 * What is wrong with the words behind a command's name: options that are required and missing, an option that it does
 * not have or whose value is missing, one argument too few or too many. `undefined` when it is none of these.
 * Proven in test/print/usage-fault.test.ts
 */
export function findUsageFault(definition: Definition, verb: string, words: readonly string[]): UsageFault | undefined {
  const more = `${definition.path} --help shows what it takes.`;
  const known = definition.options.flatMap(({ nameSet }) => nameSet);
  const [example] = definition.examples ?? [];
  const asIn = example === undefined ? "" : `As in: ${example[1]}; `;

  const { unknown, incomplete, positionals } = readWords(definition, words);
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, known);
    return {
      message: `${verb} has no option ${JSON.stringify(unknown)}.`,
      hint: `${nearest === undefined ? "" : `Did you mean ${nearest}? `}${more}`,
    };
  }
  if (incomplete !== undefined) return { message: `The option ${incomplete} stands without its value.`, hint: more };
  const missing = definition.options
    .filter(({ required, nameSet }) => required && !nameSet.some((name) => isGiven(name, words)))
    .map(({ preferredName }) => preferredName);
  if (missing.length > 0)
    return {
      message: `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} required.`,
      hint: `${asIn}${more}`,
    };
  const { required, rest } = takenArguments(definition.usage);
  const lacking = required[positionals.length];
  if (lacking !== undefined) return { message: `${verb} stands without ${lacking}.`, hint: `${asIn}${more}` };
  const extra = positionals[required.length];
  if (extra !== undefined && !rest)
    return { message: `${verb} takes no ${JSON.stringify(extra)}.`, hint: `${asIn}${more}` };
  return undefined;
}

/** The words as the parser reads them: up to `--`, or up to the first argument of a command that hands all others on. */
function readWords(
  { options, usage }: Definition,
  words: readonly string[],
): { readonly unknown?: string; readonly incomplete?: string; readonly positionals: readonly string[] } {
  const handsOn = takenArguments(usage).handsOn;
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") return { positionals: [...positionals, ...words.slice(index + 1)] };
    if (!/^-[^\d]/.test(word)) {
      if (handsOn) return { positionals: words.slice(index) };
      positionals.push(word);
      continue;
    }
    const [name = "", value] = word.split("=", 2);
    const option = options.find(({ nameSet }) => nameSet.includes(name));
    if (option === undefined) return { unknown: name, positionals };
    if (value !== undefined || !/ (?:#\d|VALUE)/.test(option.definition)) continue;
    index += 1;
    const next = words[index];
    if (next === undefined || next.startsWith("-")) return { incomplete: name, positionals };
  }
  return { positionals };
}

/** `<spec> ...` of a usage text: options of its own apart, what stands there must be given. */
function takenArguments(usage: string): {
  readonly required: readonly string[];
  readonly rest: boolean;
  readonly handsOn: boolean;
} {
  const required = [...usage.matchAll(/ (<[^-\s>][^>]*>)/g)].map(([, name = ""]) =>
    name === "<arg>" ? "a command to run" : name,
  );
  const rest = / (?:\.\.\.|\[[^-\]][^\]]*\])/.test(usage);
  return { required, rest, handsOn: usage.includes(" <arg> ...") };
}

const isGiven = (name: string, words: readonly string[]): boolean =>
  words.some((word) => word === name || word.startsWith(`${name}=`));
