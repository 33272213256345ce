import { checkRepositories } from "./check-repositories.ts";
import { checkSchema } from "./check-schema.ts";
import { parseDocument } from "./parse-document.ts";
import { type Problem, configurationError } from "./problem.ts";
import type { ConfigurationFile } from "./schema.ts";

export interface ReadConfigurationFile {
  readonly content: ConfigurationFile;
  /** Throws a problem that shows only later, with its place in the file. */
  refuse(problem: Problem): never;
}

/**
 * The content of a configuration file.
 * @param name how messages call the file
 * @throws CONFIGURATION_INVALID, UPSTREAM_LIMIT_EXCEEDED, UPSTREAM_CYCLE, NOT_SUPPORTED; all faults of the file at once
 */
export function readConfigurationFile(name: string, text: string): ReadConfigurationFile {
  const document = parseDocument(text);
  if (document.faults.length > 0) throw configurationError(name, document.faults);
  const refuse = (...problems: readonly Problem[]): never => {
    throw configurationError(
      name,
      problems.map((problem) => ({ ...problem, position: document.positionOf(problem.path, problem.at) })),
    );
  };
  const checked = checkSchema(document.content, document.sourceOf);
  if ("problems" in checked) return refuse(...checked.problems);
  const problems = checkRepositories(checked.file.repositories ?? {});
  if (problems.length > 0) return refuse(...problems);
  return { content: checked.file, refuse };
}
