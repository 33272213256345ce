import { isAbsolute, posix, relative, resolve } from "node:path";
import mapWorkspaces from "@npmcli/map-workspaces";
import packageJson from "@npmcli/package-json";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmSettings } from "./load-npm-settings.ts";

/** The workspaces that a command is limited to, by name; empty: it is not limited. @throws NpmFailure EUSAGE, ENOWORKSPACES */
export async function selectedWorkspaces(settings: NpmSettings, cwd: string): Promise<readonly string[]> {
  const { config, global, localPrefix } = settings;
  const filters = config.get("workspace") as readonly string[];
  if (config.get("workspaces") === false && filters.length > 0)
    throw new NpmFailure("EUSAGE", "--no-workspaces and --workspace cannot be used together.");
  if (config.get("workspaces") !== true && filters.length === 0) return [];
  if (global) throw new NpmFailure("EUSAGE", "Workspaces are not supported for global packages.");
  const workspaces = await readWorkspaces(localPrefix);
  const isInside = !relative(localPrefix, cwd).startsWith("..") && !isAbsolute(relative(localPrefix, cwd));
  const from = isInside ? cwd : localPrefix;
  const names = [...workspaces].flatMap(([name, folder]) =>
    filters.length === 0 ||
    filters.some((filter) => isNamed(filter, { name, folder }, { root: localPrefix, cwd, from }))
      ? [name]
      : [],
  );
  if (names.length > 0) return names;
  throw new NpmFailure(
    "ENOWORKSPACES",
    filters.length === 0 ? "The project has no workspaces." : `No workspace is called ${filters.join(" or ")}.`,
    "Workspaces are named by name, by folder, or by the folder above them.",
  );
}

/** The project's folder and those of its workspaces. */
export const workspaceFolders = async (root: string): Promise<readonly string[]> => [
  root,
  ...(await readWorkspaces(root)).values(),
];

async function readWorkspaces(root: string): Promise<ReadonlyMap<string, string>> {
  const { content } = await packageJson.normalize(root);
  return mapWorkspaces({ cwd: root, pkg: content });
}

function isNamed(
  filter: string,
  { name, folder }: { readonly name: string; readonly folder: string },
  { root, cwd, from }: { readonly root: string; readonly cwd: string; readonly from: string },
): boolean {
  if (filter === name || resolve(from, filter) === folder) return true;
  const below = slashed(relative(from, folder));
  // As it was written, and as seen from the project, which an absolute one needs.
  return [filter, relative(root, resolve(cwd, filter))].some((each) =>
    posix.matchesGlob(below, `${trimmed(slashed(each))}/*`),
  );
}

const slashed = (path: string): string => path.replaceAll("\\", "/");
const trimmed = (glob: string): string => glob.replace(/^\.\//, "").replace(/\/+$/, "");
