export { type ArboristOverDomain, type CreateArboristOptions, createArborist } from "./arborist/create-arborist.ts";
export type { RefusedVersion } from "./arborist/domain-install.ts";
export { type RetainedInstalls, retainInstalled } from "./arborist/retain-installed.ts";
export { NPM_COMMANDS, type NpmCommandName } from "./npm-run.ts";
export { type DescribedError, describeNpmError } from "./print/npm-error.ts";
export { type RunNpmCommandOptions, runNpmCommand } from "./run-npm-command.ts";
