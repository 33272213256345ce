import { Cli } from "clipanion";
import { asOptionHelp, groupAskedFor } from "./asked-help.ts";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS, type CliOptions, NPM_COMMANDS, createCli } from "./create-cli.ts";
import { USAGE_EXIT_CODE } from "./exit-codes.ts";
import { listCommands } from "./print/command-list.ts";
import { printUsageError, verbOf } from "./print/usage-error.ts";

/** Runs one command and answers its exit code. */
export const main = (argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> =>
  runCommandLine(
    argv,
    { ...Cli.defaultContext, env: { ...env }, cwd: process.cwd() },
    { commands: [...NPM_COMMANDS, ...COMMANDS] },
  );

/** The same with streams, environment, working directory, name and commands of the caller's choice. */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandContext,
  options: Pick<CliOptions, "binaryName" | "commands"> = {},
): Promise<number> {
  const cli = createCli({ ...options, colored: showsColors(context) });
  try {
    const words = asOptionHelp(argv);
    const group = groupAskedFor(
      words,
      cli.definitions().map(({ path }) => verbOf(cli, path)),
    );
    if (group !== undefined) {
      context.stdout.write(listCommands(cli, (verb) => verb.startsWith(`${group} `)));
      return 0;
    }
    return await cli.run(cli.process({ input: [...words], context }), context);
  } catch (error) {
    // A command line that cannot be understood; what fails later is printed by the command itself.
    context.stderr.write(await printUsageError(cli, asOptionHelp(argv), error));
    return USAGE_EXIT_CODE;
  }
}

/** On a terminal, unless NO_COLOR says no. */
function showsColors({ stdout, env }: CommandContext): boolean {
  const refused = env["NO_COLOR"] ?? "";
  return refused === "" && env["TERM"] !== "dumb" && "isTTY" in stdout && stdout.isTTY === true;
}
