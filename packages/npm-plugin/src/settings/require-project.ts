import { NpmFailure } from "../npm-failure.ts";
import type { NpmCommandName } from "../npm-run.ts";
import type { NpmSettings } from "./load-npm-settings.ts";

/** Commands that make no manifest of their own and can do nothing without one; of `install` only that of a project. */
const OF_A_PROJECT: readonly NpmCommandName[] = ["install", "ci", "update", "uninstall", "dedupe", "prune"];

/**
 * Whoever is in the wrong folder is told so, before a domain is opened or a lockfile of nothing written.
 * Proven in test/settings/require-project.test.ts
 * @throws NpmFailure ENOENT without a package.json here or above
 */
export function requireProject(
  command: NpmCommandName,
  { config, global, localPrefix, operands }: Pick<NpmSettings, "config" | "global" | "localPrefix" | "operands">,
): void {
  if (global || config.localPackage === true || !OF_A_PROJECT.includes(command)) return;
  if (command === "install" && operands.length > 0) return;
  throw new NpmFailure(
    "ENOENT",
    `There is no package.json in ${localPrefix}, nor above it.`,
    "Go to the project's folder, or make one with npm init.",
  );
}
