import { Cli } from "clipanion";
import type { CommandContext } from "./command-context.ts";
import { createCli } from "./create-cli.ts";
import { USAGE_EXIT_CODE } from "./exit-codes.ts";

/** Runs one command and answers its exit code. */
export const main = (argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> =>
  runCommandLine(argv, { ...Cli.defaultContext, env: { ...env }, cwd: process.cwd() });

/** The same with streams, environment and working directory of the caller's choice. */
export async function runCommandLine(argv: readonly string[], context: CommandContext): Promise<number> {
  const cli = createCli();
  try {
    return await cli.run(cli.process({ input: [...argv], context }), context);
  } catch (error) {
    // A command line that cannot be understood; what fails later is printed by the command itself.
    context.stderr.write(cli.error(error));
    return USAGE_EXIT_CODE;
  }
}
