import { readFile } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import type { Configuration } from "./configuration.ts";
import { processEnvironment, variable } from "./environment.ts";
import { findConfigurationFile } from "./find-configuration-file.ts";
import { resolveConfiguration } from "./resolve-configuration.ts";
import { type Environment, userFolders } from "./user-folders.ts";

export interface LoadConfigurationOptions {
  /** Where the search upward for `headwater.yml` starts. Default: the working directory. */
  readonly cwd?: string;
  /** This file and no other; it must exist. Wins over HEADWATER_CONFIG. */
  readonly configFile?: string;
  /** Default: the environment of the process. */
  readonly env?: Environment;
  /** Wins over HEADWATER_REPOSITORY and the file. */
  readonly repository?: string;
  /** Wins over the file. */
  readonly offline?: boolean;
}

/**
 * Reads the configuration; without a file gives the default one. Opens and writes nothing else.
 * @throws CONFIGURATION_NOT_FOUND when the file named does not exist; CONFIGURATION_INVALID with a line
 *   `FILE:LINE:COLUMN: what` per fault; UPSTREAM_LIMIT_EXCEEDED, UPSTREAM_CYCLE; NOT_SUPPORTED for stores and keys of
 *   other kinds; INVALID_NAME for a repository named by option or variable
 */
export async function loadConfiguration(options: LoadConfigurationOptions = {}): Promise<Configuration> {
  const { cwd = process.cwd(), configFile, env = processEnvironment(), repository, offline } = options;
  const around = { env, folders: userFolders(env), repository, offline };
  const path = await findConfigurationFile(cwd, namedFile(configFile, env));
  if (path === undefined) return requireComplete(resolveConfiguration(undefined, around));

  // YAML and the schema are loaded only for who has a file.
  const { readConfigurationFile } = await import("./read-configuration-file.ts");
  const file = readConfigurationFile(displayPath(path, cwd), await readText(path));
  const configuration = resolveConfiguration({ path, content: file.content }, around);
  return "text" in configuration ? file.refuse(configuration) : configuration;
}

function namedFile(
  option: string | undefined,
  env: Environment,
): { readonly path: string; readonly by: string } | undefined {
  if (option !== undefined) return { path: option, by: "the configuration option" };
  const path = variable(env, "HEADWATER_CONFIG");
  return path === undefined ? undefined : { path, by: "HEADWATER_CONFIG" };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new HeadwaterError(
      "CONFIGURATION_INVALID",
      `The configuration file ${path} cannot be read: ${(error as Error).message}.`,
      {
        cause: error,
      },
    );
  }
}

/** Short where the file is below the working directory, so that editors and people find it. */
function displayPath(path: string, cwd: string): string {
  const way = relative(cwd, path);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}

function requireComplete(configuration: ReturnType<typeof resolveConfiguration>): Configuration {
  if ("text" in configuration) throw new Error(`The default configuration is incomplete: ${configuration.text}`);
  return configuration;
}
