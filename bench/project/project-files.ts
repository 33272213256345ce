/** The project as it was written: without what a client or Headwater made in it. */
import { createHash } from "node:crypto";
import { cp, readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";

const made = [
  /(^|\/)(node_modules|\.git|\.headwater|dist|coverage)$/,
  /(^|\/)\.pnp\.[^/]+$/,
  /(^|\/)\.yarn\/(?!(patches|releases)(\/|$))/,
];

const isWritten = (path: string): boolean => !made.some((pattern) => pattern.test(path));

/** `to` must not be there yet. */
export const copyProject = (from: string, to: string): Promise<void> =>
  cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => isWritten(relative(from, source).replaceAll("\\", "/")),
  });

/** Changes whenever the project may ask a registry for something else. */
export const dependenciesDigest = async (project: string): Promise<string> => {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of await manifestsBelow(project, project)) {
    hash.update(`\n${file}\n`).update(await readFile(join(project, file)));
  }
  return hash.digest("hex").slice(0, 12);
};

const decisive = new Set(["package.json", "package-lock.json", "yarn.lock", ".yarnrc.yml"]);

const manifestsBelow = async (root: string, folder: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = relative(root, path).replaceAll("\\", "/");
    if (!isWritten(name)) continue;
    if (entry.isDirectory()) found.push(...(await manifestsBelow(root, path)));
    else if (decisive.has(basename(path))) found.push(name);
  }
  return found.toSorted();
};
