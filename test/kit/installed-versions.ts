import { readFile, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";

/** `name@version` of every package under a project's `node_modules`, wherever the client put it, sorted and each once. */
export async function installedVersions(project: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  await visitFolder(join(project, "node_modules"), found, seen);
  return [...found].toSorted();
}

/** A `node_modules` folder: packages, scopes, and pnpm's own store of further `node_modules` folders. */
async function visitFolder(folder: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || seen.has(real)) return;
  seen.add(real);
  for (const name of await readdir(real)) {
    const path = join(real, name);
    if (name === ".pnpm") {
      for (const each of await readdir(path)) await visitFolder(join(path, each, "node_modules"), found, seen);
    } else if (name.startsWith("@")) {
      for (const each of await readdir(path)) await visitPackage(join(path, each), found, seen);
    } else if (!name.startsWith(".")) {
      await visitPackage(path, found, seen);
    }
  }
}

async function visitPackage(folder: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  found.add(`${name}@${version}`);
  await visitFolder(join(folder, "node_modules"), found, seen);
}
