import type { Cli } from "clipanion";
import type { CommandContext } from "../command-context.ts";

/**
 * Why a command line cannot be understood: the nearest command for an unknown one, else what is missing or wrong and what
 * the command takes. Proven in test/main.test.ts
 */
export async function printUsageError(
  cli: Cli<CommandContext>,
  argv: readonly string[],
  error: unknown,
): Promise<string> {
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
  return `error: there is no ${what} ${JSON.stringify(first)}.\n  hint: ${await advice(cli, first)}headwater --help lists all commands.\n`;
}

const isGiven = (names: readonly string[], words: readonly string[]): boolean =>
  names.some((name) => words.some((word) => word === name || word.startsWith(`${name}=`)));

async function advice(cli: Cli<CommandContext>, word: string): Promise<string> {
  const { nearestName } = await import("@headwater/domain");
  const nearest = nearestName(
    word,
    cli.definitions().map(({ path }) => path.split(" ")[1] ?? ""),
  );
  return nearest === undefined ? "" : `Did you mean ${nearest}? `;
}
