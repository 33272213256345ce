/** Copies of an npm project, each as if freshly checked out. */
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../../test/kit/default-registry.ts";
import { copyProject } from "../project/project-files.ts";

export const npmExample = join(workspaceRoot, "examples", "npm-workspaces");

export const npmLockfile = "package-lock.json";

export type LockedPackage = {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
};

/** A `package-lock.json`, or the one that npm leaves in `node_modules`. */
export type NpmLock = { readonly packages: Readonly<Record<string, LockedPackage>> };

/** A copy without an `.npmrc`, whose lockfile says of every package where it comes from: by npm's default registry, as npm writes it. */
export const copyNpmProject = async (from: string, to: string): Promise<void> => {
  await copyProject(from, to);
  await rm(join(to, ".npmrc"), { force: true });
  const file = join(to, npmLockfile);
  const lock = JSON.parse(await readFile(file, "utf8")) as NpmLock;
  await writeFile(file, `${JSON.stringify(withResolved(lock, defaultRegistry()), undefined, 2)}\n`);
};

/** Fills in what npm leaves out with `omit-lockfile-registry-resolved`. `registry` ends with the slash. */
export const withResolved = (lock: NpmLock, registry: string): NpmLock => ({
  ...lock,
  packages: Object.fromEntries(
    Object.entries(lock.packages).map(([location, locked]) => {
      const { version, resolved, link, inBundle } = locked;
      const isWhole = resolved !== undefined || version === undefined || link === true || inBundle === true;
      if (isWhole || !isInstalled(location)) return [location, locked];
      const name = locked.name ?? nameAt(location);
      const { version: _version, ...others } = locked;
      return [location, { version, resolved: tarballUrl(registry, name, version), ...others }];
    }),
  ),
});

/** Whether a lockfile's key is of a package that is installed, not of a folder of the project. */
export const isInstalled = (location: string): boolean => location.includes("node_modules/");

const nameAt = (location: string): string => location.slice(location.lastIndexOf("node_modules/") + 13);

const tarballUrl = (registry: string, name: string, version: string): string =>
  `${registry}${name}/-/${name.split("/").at(-1)}-${version}.tgz`;

export const requireNpmLock = (project: string): void => {
  if (!existsSync(join(project, npmLockfile))) {
    throw new Error(`${project} is no npm project: it has no ${npmLockfile}. Name another with --project.`);
  }
};
