import { access } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { foldersUpward } from "../exec/settings-files.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { isWorkspace } from "./workspace-globs.ts";

/**
 * Where an install that was started in a folder may have put its tree: the nearest folder upward with a package.json or a
 * node_modules (npm's own rule), then every folder above it whose workspaces contain it, or contain one that does. A tree
 * elsewhere is none of ours: what others installed there is not this install's.
 */
export async function projectRoots(folder: string): Promise<readonly string[]> {
  const folders = foldersUpward(folder);
  const nearest = (await Promise.all(folders.map(isProject))).indexOf(true);
  if (nearest === -1) return [folder];
  const above = folders.slice(nearest + 1);
  const declared = await Promise.all(above.map(declaredWorkspaces));
  const roots = [folders[nearest] ?? folder];
  for (const [index, root] of above.entries()) {
    const isRoot = declared[index]?.some((globs) => roots.some((each) => isWorkspace(pathBelow(root, each), globs)));
    if (isRoot === true || (await takesEveryInstall(root))) roots.push(root);
  }
  return roots;
}

const isProject = async (folder: string): Promise<boolean> =>
  (await exists(join(folder, "package.json"))) || (await exists(join(folder, "node_modules")));

const pathBelow = (root: string, folder: string): string => relative(root, folder).split(sep).join("/");

/** The globs of the workspaces that a folder declares, one list for each file that does. */
async function declaredWorkspaces(folder: string): Promise<readonly (readonly string[])[]> {
  const manifest = await readObject(join(folder, "package.json"));
  const workspaces = manifest["workspaces"];
  const pnpm = await readObject(join(folder, "pnpm-workspace.yaml"));
  return [isObject(workspaces) ? workspaces["packages"] : workspaces, pnpm["packages"]].map((globs) =>
    Array.isArray(globs) ? globs.filter((glob) => typeof glob === "string") : [],
  );
}

/** pnpm up to 10 installs the whole workspace at its root from any folder below it, whether or not the globs name that one. */
async function takesEveryInstall(root: string): Promise<boolean> {
  if (!(await exists(join(root, "pnpm-workspace.yaml")))) return false;
  const { packageManager } = await readObject(join(root, "node_modules", ".modules.yaml"));
  const [, major] = /^pnpm@(\d+)\./.exec(String(packageManager)) ?? [];
  return major !== undefined && Number(major) <= 10;
}

/** A file's mapping; empty where there is none. A file that cannot be read as one is the client's to complain about. */
async function readObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const text = await readTextFile(path);
    if (text === undefined) return {};
    const value: unknown = path.endsWith(".json") ? JSON.parse(text) : await parseYaml(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether something is at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function parseYaml(text: string): Promise<unknown> {
  const { default: yaml } = await import("yaml");
  return yaml.parse(text) as unknown;
}
