import type { Cli } from "clipanion";
import type { CommandContext } from "../command-context.ts";

/** How many letters a misspelt command may be away from the one that is meant. */
const NEAR = 3;

/**
 * Why a command line cannot be understood: the nearest command for an unknown one, else what is missing or wrong and what
 * the command takes. Proven in test/main.test.ts
 */
export function printUsageError(cli: Cli<CommandContext>, argv: readonly string[], error: unknown): string {
  const [first = "", ...rest] = argv;
  const definition = cli.definitions().find(({ path }) => path.split(" ")[1] === first);
  if (definition !== undefined) {
    const missing = definition.options
      .filter((option) => option.required && !isGiven(option.nameSet, rest))
      .map(({ preferredName }) => preferredName);
    if (missing.length === 0) return cli.error(error);
    return `error: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} required.\n\n$ ${definition.usage}\n`;
  }
  const what = first.startsWith("-") ? "option" : "command";
  return `error: there is no ${what} ${JSON.stringify(first)}.\n  hint: ${advice(cli, first)}headwater --help lists all commands.\n`;
}

const isGiven = (names: readonly string[], words: readonly string[]): boolean =>
  names.some((name) => words.some((word) => word === name || word.startsWith(`${name}=`)));

function advice(cli: Cli<CommandContext>, word: string): string {
  const commands = cli.definitions().map(({ path }) => path.split(" ")[1] ?? "");
  const nearest = commands.toSorted((one, other) => distance(word, one) - distance(word, other))[0] ?? "";
  return distance(word, nearest) <= NEAR ? `Did you mean ${nearest}? ` : "";
}

/** Levenshtein's: how many letters must be added, removed or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of one.split("").entries()) {
    const next = [index + 1];
    for (const [at, otherLetter] of other.split("").entries()) {
      const change = (row[at] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
