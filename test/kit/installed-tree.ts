import { createHash } from "node:crypto";
import { lstat, readFile, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Everything below a folder, a line each, sorted: folders with their mode, files with theirs and the digest of their bytes, links with their targets.
 * What `skip` says is left out with all below it.
 */
export async function installedTree(folder: string, skip: readonly string[] = []): Promise<readonly string[]> {
  const lines: string[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const name of await readdir(join(folder, path))) {
      const below = path === "" ? name : `${path}/${name}`;
      if (skip.includes(below)) continue;
      const at = join(folder, below);
      const status = await lstat(at);
      if (status.isSymbolicLink()) lines.push(`${below} -> ${await readlink(at)}`);
      else if (status.isDirectory()) {
        lines.push(`${below}/ ${(status.mode & 0o777).toString(8)}`);
        await visit(below);
      } else lines.push(`${below} ${(status.mode & 0o777).toString(8)} ${await digest(at)}`);
    }
  };
  await visit("");
  return lines.toSorted();
}

const digest = async (path: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
