import { HeadwaterError } from "@headwater/resolver";
import type { Cli } from "clipanion";
import type { CommandContext } from "../command-context.ts";
import { printError } from "./error.ts";

/**
 * Why a command line cannot be understood: the nearest command for an unknown one, else what is missing or wrong and what
 * the command takes. As JSON where the command line asks for JSON, with the code INVALID_ARGUMENT. Proven in test/main.test.ts
 */
export async function printUsageError(
  cli: Cli<CommandContext>,
  argv: readonly string[],
  error: unknown,
): Promise<string> {
  const [first = ""] = argv;
  const definition = cli.definitions().find(({ path }) => beginsWith(argv, verbOf(cli, path)));
  if (definition !== undefined) {
    const verb = verbOf(cli, definition.path);
    const words = argv.slice(verb.split(" ").length);
    const { findUsageFault } = await import("./usage-fault.ts");
    const { message, hint } = findUsageFault(definition, verb, words) ?? {
      message: firstParagraph(error),
      hint: `${definition.path} --help shows what it takes.`,
    };
    return asksForJson(argv) ? jsonError(message, hint) : textError(message, hint);
  }
  const what = first.startsWith("-") ? "option" : "command";
  const siblings = cli.definitions().flatMap(({ path }) => {
    const verb = verbOf(cli, path);
    return verb.startsWith(`${first} `) ? [verb] : [];
  });
  const asked = siblings.length === 0 ? first : argv.slice(0, 2).join(" ");
  const message = `there is no ${what} ${JSON.stringify(asked)}.`;
  const known = siblings.length === 0 ? await advice(cli, argv) : `There are ${siblings.join(" and ")}. `;
  const hint = `${known}${cli.binaryName} --help lists all commands.`;
  return asksForJson(argv) ? jsonError(message, hint) : textError(message, hint);
}

/** What stands behind `--` is another program's. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.some(
    (word, index) =>
      word === "--json" || word === "--output=json" || (word === "--output" && own[index + 1] === "json"),
  );
}

const textError = (message: string, hint: string): string => `error: ${message}\n  hint: ${hint}\n`;

const jsonError = (message: string, hint: string): string =>
  printError(new HeadwaterError("INVALID_ARGUMENT", message, { hint }), { format: "json", details: false });

/** The parser's message without the usage that follows it. */
const firstParagraph = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n\n")[0] ?? "";

/** Whether a command line names a command, which may be more than one word. */
const beginsWith = (argv: readonly string[], verb: string): boolean =>
  verb.split(" ").every((word, index) => argv[index] === word);

/** A command's words. Its path begins with the program's name, which may be more than one word. */
export const verbOf = ({ binaryName }: Pick<Cli<CommandContext>, "binaryName">, path: string): string =>
  path.slice(binaryName.length + 1);

async function advice(cli: Cli<CommandContext>, argv: readonly string[]): Promise<string> {
  const { asClientCommand } = await import("./other-programs.ts");
  const asClient = asClientCommand(cli.binaryName, argv);
  if (asClient !== undefined) return `With the domain as its registry: ${asClient}; `;
  const [word = ""] = argv;
  const { nearestName } = await import("@headwater/domain");
  const nearest = nearestName(
    word,
    cli.definitions().map(({ path }) => verbOf(cli, path)),
  );
  return nearest === undefined ? "" : `Did you mean ${nearest}? `;
}
