import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readTextFile } from "../files/read-text-file.ts";

/** `name@version` of every package in a `node_modules` folder and in those of its packages, linked workspaces among them. Proven in test/installed/yarn-tree.test.ts */
export async function versionsIn(modules: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await visitFolder(modules, found, new Set());
  return found;
}

async function visitFolder(folder: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || seen.has(real)) return;
  seen.add(real);
  const names = (await readdir(real)).filter((name) => !name.startsWith("."));
  const packages = await Promise.all(
    names.map(async (name) =>
      name.startsWith("@") ? (await readdir(join(real, name))).map((each) => join(name, each)) : [name],
    ),
  );
  await Promise.all(packages.flat().map((name) => visitPackage(join(real, name), found, seen)));
}

async function visitPackage(folder: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const text = await readTextFile(join(folder, "package.json")).catch(() => undefined);
  const [name, version] = text === undefined ? [] : identity(text);
  if (name !== undefined && version !== undefined) found.add(`${name}@${version}`);
  await visitFolder(join(folder, "node_modules"), found, seen);
}

function identity(text: string): readonly (string | undefined)[] {
  try {
    const { name, version } = JSON.parse(text) as { readonly name?: unknown; readonly version?: unknown };
    return [name, version].map((value) => (typeof value === "string" ? value : undefined));
  } catch {
    // A file that is no JSON belongs to no package that a client installed.
    return [];
  }
}
