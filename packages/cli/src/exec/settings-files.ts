import { dirname, join } from "node:path";
import { readTextFile } from "../files/read-text-file.ts";
import { type Environment, npmSetting } from "./environment.ts";
import { type NpmrcEntry, parseNpmrc } from "./npmrc.ts";
import { userHome } from "./user-home.ts";

/** A file of settings that exists. */
export interface SettingsFile {
  readonly path: string;
  readonly text: string;
}

/** An npmrc file that exists, read. */
export interface NpmrcFile extends SettingsFile {
  readonly entries: readonly NpmrcEntry[];
}

/** The user's own npmrc, whether or not it exists. */
export const userNpmrcPath = (env: Environment): string =>
  npmSetting(env, "userconfig") ?? join(userHome(env), ".npmrc");

/** npmrc files of a project and of the user, the strongest first: the folder's own and those above it, then the user's, then the global one. */
export async function readNpmrcFiles(folder: string, env: Environment): Promise<readonly NpmrcFile[]> {
  const global = npmSetting(env, "globalconfig") ?? join(dirname(dirname(process.execPath)), "etc", "npmrc");
  const paths = [...foldersUpward(folder).map((each) => join(each, ".npmrc")), userNpmrcPath(env), global];
  const files = await readSettingsFiles(paths);
  return files.map((file) => ({ ...file, entries: parseNpmrc(file.text) }));
}

/** The files among these that exist, each once, in order. */
export async function readSettingsFiles(paths: readonly string[]): Promise<readonly SettingsFile[]> {
  const read = await Promise.all([...new Set(paths)].map(async (path) => ({ path, text: await readTextFile(path) })));
  return read.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
}

/** The folder and every folder above it, nearest first. */
export function foldersUpward(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpward(above)];
}
