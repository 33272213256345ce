import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Every file under a folder, by its path relative to it, sorted. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** The files under a folder that hold a text or some bytes, or have them in their name. */
export async function filesWith(folder: string, wanted: string | Buffer): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await filesIn(folder)) {
    const inName = typeof wanted === "string" && file.includes(wanted);
    if (inName || (await readFile(join(folder, file))).includes(wanted)) found.push(file);
  }
  return found;
}
