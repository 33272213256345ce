import { access } from "node:fs/promises";
import { join } from "node:path";
import { foldersUpward } from "../exec/settings-files.ts";
import { readTextFile } from "../files/read-text-file.ts";

/**
 * Where an install that was started in a folder may have put its tree: the nearest folder upward with a package.json or a
 * node_modules (npm's own rule), then every folder above it that declares workspaces. A tree elsewhere is none of ours.
 */
export async function projectRoots(folder: string): Promise<readonly string[]> {
  const folders = foldersUpward(folder);
  const nearest = (await Promise.all(folders.map(isProject))).indexOf(true);
  if (nearest === -1) return [folder];
  const above = folders.slice(nearest + 1);
  const declares = await Promise.all(above.map(declaresWorkspaces));
  return [folders[nearest] ?? folder, ...above.filter((_, index) => declares[index] === true)];
}

const isProject = async (folder: string): Promise<boolean> =>
  (await exists(join(folder, "package.json"))) || (await exists(join(folder, "node_modules")));

async function declaresWorkspaces(folder: string): Promise<boolean> {
  if (await exists(join(folder, "pnpm-workspace.yaml"))) return true;
  const manifest = await readTextFile(join(folder, "package.json"));
  // A manifest that cannot be parsed is the client's to complain about; its text tells enough.
  return manifest !== undefined && /"workspaces"\s*:/.test(manifest);
}

/** Whether something is at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
