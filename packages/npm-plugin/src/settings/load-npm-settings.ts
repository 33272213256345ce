import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Config from "@npmcli/config";
import npmDefinitions from "@npmcli/config/lib/definitions/index.js";
import { findNodeGyp, findNpm } from "./find-npm.ts";
import { NPM_VERSION } from "./npm-version.ts";

/** npm's own settings for one command, from flags, environment and every npmrc. */
export interface NpmSettings {
  readonly config: Config;
  /** As npm's libraries take them. */
  readonly flat: Readonly<Record<string, unknown>>;
  /** The words of the command line that are no flags, without the command. */
  readonly operands: readonly string[];
  /** The project's folder, also where npm works elsewhere (`--global`). */
  readonly localPrefix: string;
  readonly global: boolean;
  /** Where the command works: the project, or the folder above the global node_modules. */
  readonly path: string;
}

export interface LoadNpmSettingsOptions {
  readonly command: string;
  /** Everything behind the command. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @throws TypeError and SyntaxError of npm's own, for flags that exclude each other and files that cannot be read */
export async function loadNpmSettings({ command, args, cwd, env }: LoadNpmSettingsOptions): Promise<NpmSettings> {
  const { definitions, flatten, nerfDarts, shorthands } = npmDefinitions;
  const npm = findNpm(env);
  const config = new Config({
    npmPath: npm ?? join(import.meta.dirname, ".."),
    definitions,
    flatten,
    nerfDarts,
    shorthands,
    argv: [process.execPath, "npm", command, ...args],
    env: { ...env },
    cwd,
    warn: false,
  });
  if (npm === undefined) config.npmBin = missingNpm();
  await config.load();
  const defaults = config.data.get("default")?.data;
  // The engine that runs is ours, whichever npm lies on PATH.
  if (defaults !== undefined) {
    defaults["npm-version"] = NPM_VERSION;
    const ofNpm = npm === undefined ? undefined : findNodeGyp(npm);
    defaults["node-gyp"] = ofNpm ?? (definitions["node-gyp"]?.default || missingNpm());
  }
  config.env["npm_config_node_gyp"] = String(config.get("node-gyp"));
  config.env["npm_config_npm_version"] = NPM_VERSION;
  const { flat } = config;
  config.env["npm_config_user_agent"] = String(flat["userAgent"]);
  config.env["npm_command"] = command;
  const global = config.get("global") === true;
  return {
    config,
    flat,
    operands: config.parsedArgv.remain.slice(1),
    localPrefix: config.localPrefix,
    global,
    path: global ? globalTop(config.globalPrefix) : config.localPrefix,
  };
}

/** What scripts find in npm's place: it says what is missing. */
const missingNpm = (): string => fileURLToPath(import.meta.resolve("#missing-npm"));

/** The folder whose node_modules is the global one. */
const globalTop = (globalPrefix: string): string =>
  process.platform === "win32" ? globalPrefix : join(globalPrefix, "lib");
