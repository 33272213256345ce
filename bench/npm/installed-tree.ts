/** What an install left in its project: read to see that every system did the whole work, and the same. */
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { isInstalled, type NpmLock, npmLockfile } from "./npm-project.ts";

export type InstalledTree = {
  /** Places that the lockfile names and where a package lies. */
  readonly packages: number;
  /** What had to be unpacked for these. */
  readonly tarballs: number;
  readonly files: number;
  readonly bytes: number;
  /** Of every path below each `node_modules`, with its size or where it leads. */
  readonly digest: string;
  /** Of the lockfile, but for the hosts in it. */
  readonly lockfile: string;
};

/** @throws when a package of the lockfile is missing or another, or one lies there that is not in it */
export const readInstalledTree = async (project: string): Promise<InstalledTree> => {
  const text = await readFile(join(project, npmLockfile), "utf8");
  const lock = JSON.parse(text) as NpmLock;
  const installed = await readFile(join(project, "node_modules", ".package-lock.json"), "utf8");
  const packages = await installedPackages(project, lock, JSON.parse(installed) as NpmLock);
  const entries = (await entriesBelow(project, "", false)).toSorted();
  return {
    packages: packages.size,
    tarballs: new Set(packages.values()).size,
    files: entries.filter(([, size]) => typeof size === "number").length,
    bytes: entries.reduce((sum, [, size]) => sum + (typeof size === "number" ? size : 0), 0),
    digest: createHash("sha256").update(JSON.stringify(entries)).digest("hex"),
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

type Entry = readonly [path: string, sizeOrTarget: number | string];

/** What lies in `node_modules` folders, wherever in the project these are. */
const entriesBelow = async (root: string, folder: string, isInside: boolean): Promise<readonly Entry[]> => {
  const found: Entry[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    // It names the hosts, which are others in each system.
    if (path === "node_modules/.package-lock.json") continue;
    if (entry.isDirectory()) found.push(...(await entriesBelow(root, path, isInside || entry.name === "node_modules")));
    else if (isInside) found.push([path, await sizeOrTarget(join(root, path), entry)]);
  }
  return found;
};

const sizeOrTarget = async (path: string, entry: Dirent): Promise<number | string> =>
  entry.isSymbolicLink() ? readlink(path) : (await lstat(path)).size;
