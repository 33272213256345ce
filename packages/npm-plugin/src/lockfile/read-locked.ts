import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LockfileEntry, readPackageLock } from "@headwater/formats";

/** Entries of a project's lockfile, for all platforms; none without one. @throws CONFIGURATION_INVALID */
export async function readLocked(folder: string): Promise<readonly LockfileEntry[]> {
  for (const name of ["npm-shrinkwrap.json", "package-lock.json"]) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return readPackageLock(text, path);
  }
  return [];
}
