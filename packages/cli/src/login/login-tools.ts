import { join } from "node:path";
import type { Environment } from "../exec/environment.ts";
import { userNpmrcPath } from "../exec/settings-files.ts";
import { userHome } from "../exec/user-home.ts";
import type { SettingsFormat } from "./login.ts";

/** The clients that login knows; `yarn` is Yarn 2 and newer, `yarn1` Yarn 1. */
export const LOGIN_TOOLS = ["npm", "pnpm", "yarn", "yarn1", "bun"] as const;
export type LoginTool = (typeof LOGIN_TOOLS)[number];

/** Where a client's user has settings: a file of the user's own, so that no token gets into a project. */
export function userSettingsPath(tool: LoginTool, env: Environment): string {
  switch (tool) {
    case "npm":
    case "pnpm":
    case "yarn1":
      return userNpmrcPath(env);
    case "yarn":
      return join(userHome(env), env["YARN_RC_FILENAME"] || ".yarnrc.yml");
    case "bun":
      return join(env["XDG_CONFIG_HOME"] || userHome(env), ".bunfig.toml");
  }
}

/** The format of that file; loaded when it is asked for. */
export async function userSettingsFormat(tool: LoginTool): Promise<SettingsFormat> {
  switch (tool) {
    case "npm":
    case "pnpm":
    case "yarn1":
      return (await import("./npmrc-settings.ts")).npmrcSettings;
    case "yarn":
      return (await import("./yarnrc-settings.ts")).yarnrcSettings;
    case "bun":
      return (await import("./bunfig-settings.ts")).bunfigSettings;
  }
}

/**
 * What a client's settings name: the repository's endpoint, in npmrc for a scope the one for that scope. Without that npm
 * would look for the scope's tarballs at its registry for all packages.
 */
export const endpointFor = (tool: LoginTool, repository: string, namespace: string | undefined): string =>
  namespace !== undefined && ["npm", "pnpm", "yarn1"].includes(tool) ? `${repository}@${namespace}/` : repository;
