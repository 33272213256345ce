export type { CommandContext } from "./command-context.ts";
export { COMMANDS, createCli } from "./create-cli.ts";
export { exitCode } from "./exit-codes.ts";
export { main, runCommandLine } from "./main.ts";
