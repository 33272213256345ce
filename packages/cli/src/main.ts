import { Cli } from "clipanion";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS, type CliOptions, NPM_COMMANDS, createCli } from "./create-cli.ts";
import { USAGE_EXIT_CODE } from "./exit-codes.ts";
import { printUsageError } from "./print/usage-error.ts";

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
    return await cli.run(cli.process({ input: [...argv], context }), context);
  } catch (error) {
    // A command line that cannot be understood; what fails later is printed by the command itself.
    context.stderr.write(await printUsageError(cli, argv, error));
    return USAGE_EXIT_CODE;
  }
}

/** On a terminal, unless NO_COLOR says no. */
function showsColors({ stdout, env }: CommandContext): boolean {
  const refused = env["NO_COLOR"] ?? "";
  return refused === "" && env["TERM"] !== "dumb" && "isTTY" in stdout && stdout.isTTY === true;
}
