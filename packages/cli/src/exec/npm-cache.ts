import { join, resolve } from "node:path";
import { type Environment, npmSetting } from "./environment.ts";
import { expandVariables } from "./npmrc.ts";
import type { NpmrcFile } from "./settings-files.ts";
import { userHome } from "./user-home.ts";

/** The folder that npm caches in, as the environment, the npmrc files (strongest first) or npm's own default say. */
export function npmCacheFolder(
  env: Environment,
  npmrcs: readonly NpmrcFile[],
  cwd: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = userHome(env, platform);
  const configured = npmrcs.flatMap(({ entries }) => entries.filter(({ key }) => key === "cache"))[0]?.value;
  const setting = npmSetting(env, "cache") ?? (configured === undefined ? undefined : expandVariables(configured, env));
  if (setting !== undefined) return resolve(cwd, setting.replace(/^~(?=[/\\]|$)/, home));
  return platform === "win32"
    ? join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "npm-cache")
    : join(home, ".npm");
}
