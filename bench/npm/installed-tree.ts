/** What an install left in its project: read to see that every system did the whole work, and the same. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { installedTree } from "../../test/kit/installed-tree.ts";
import { isInstalled, type NpmLock, npmLockfile } from "./npm-project.ts";

export type InstalledTree = {
  /** Places that the lockfile names and where a package lies. */
  readonly packages: number;
  /** What had to be unpacked for these. */
  readonly tarballs: number;
  /** Every file and link of the project, but for lockfiles and settings. */
  readonly files: readonly string[];
  /** Of the lockfile, but for the hosts in it. */
  readonly lockfile: string;
};

/** Both lockfiles name hosts, which are others in each system. */
const differing = ["headwater.yml", npmLockfile, "node_modules/.package-lock.json"];

/** @throws when a package of the lockfile is missing or another, or one lies there that is not in it */
export const readInstalledTree = async (project: string): Promise<InstalledTree> => {
  const text = await readFile(join(project, npmLockfile), "utf8");
  const lock = JSON.parse(text) as NpmLock;
  const installed = await readFile(join(project, "node_modules", ".package-lock.json"), "utf8");
  const packages = await installedPackages(project, lock, JSON.parse(installed) as NpmLock);
  return {
    packages: packages.size,
    tarballs: new Set(packages.values()).size,
    files: await installedTree(project, differing),
    lockfile: text.replace(/("resolved": ")https?:\/\/[^/"]+/g, "$1"),
  };
};

/** Where each place's package comes from. */
const installedPackages = async (
  project: string,
  lock: NpmLock,
  installed: NpmLock,
): Promise<ReadonlyMap<string, string>> => {
  const wrong: string[] = [];
  const packages = new Map<string, string>();
  for (const location of Object.keys(installed.packages))
    if (lock.packages[location] === undefined) wrong.push(location);
  for (const [location, { version, resolved, link, optional }] of Object.entries(lock.packages)) {
    if (!isInstalled(location) || link === true || version === undefined) continue;
    const found = await versionAt(join(project, location));
    // What is optional may be for another platform.
    if (found === undefined && optional === true) continue;
    if (found !== version) wrong.push(location);
    packages.set(location, resolved ?? location);
  }
  if (wrong.length > 0) {
    throw new Error(`${project} is not as its lockfile says: ${wrong.slice(0, 5).join(", ")}, ${wrong.length} in all.`);
  }
  return packages;
};

const versionAt = async (folder: string): Promise<string | undefined> => {
  try {
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { readonly version?: string };
    return manifest.version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};
