export type { CommandContext } from "./command-context.ts";
export { COMMANDS, NPM_COMMANDS, createCli } from "./create-cli.ts";
export { watchOutside } from "./exec/watch-outside.ts";
export { exitCode } from "./exit-codes.ts";
export { main, runCommandLine } from "./main.ts";
export { asCalled } from "./print/as-called.ts";
export { printRefused, printRetention } from "./print/run-report.ts";
