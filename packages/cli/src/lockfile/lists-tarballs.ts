import { join } from "node:path";
import { type Environment, npmSetting } from "../exec/environment.ts";
import { foldersUpward, readNpmrcFiles, readSettingsFiles } from "../exec/settings-files.ts";

const SETTING = "lockfile-include-tarball-url";

/** Whether pnpm's settings make it write the URL of every tarball: variables first, then its workspace file, then npmrc. */
export async function listsTarballs(folder: string, env: Environment): Promise<boolean> {
  const variable = npmSetting(env, SETTING) ?? env["PNPM_CONFIG_LOCKFILE_INCLUDE_TARBALL_URL"];
  if (variable !== undefined && variable !== "") return variable === "true";
  const workspaces = await readSettingsFiles(foldersUpward(folder).map((each) => join(each, "pnpm-workspace.yaml")));
  for (const { text } of workspaces) {
    const [, value] = /^lockfileIncludeTarballUrl:[ \t]*(\S+)/m.exec(text) ?? [];
    if (value !== undefined) return value === "true";
  }
  const npmrcs = await readNpmrcFiles(folder, env);
  return npmrcs.flatMap(({ entries }) => entries).find(({ key }) => key === SETTING)?.value === "true";
}
