import { readFile, realpath, stat } from "node:fs/promises";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { yarnDefaultRegistry } from "@headwater/formats";
import type { Environment } from "../exec/environment.ts";
import { foldersUpward, readSettingsFiles } from "../exec/settings-files.ts";

/** No program of Yarn's is larger, in bytes. */
const LARGEST_PROGRAM = 64 * 1024 * 1024;

/**
 * The registry that Yarn asks by default, as a Yarn at hand says it: the one that the project brings, then the one in `PATH`.
 * It is read, not run. `undefined` when there is none that says so.
 */
export async function yarnRegistryAtHand(folder: string, env: Environment): Promise<string | undefined> {
  const inPath = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((each) => each !== "");
  const local = foldersUpward(folder).map((each) => join(each, "node_modules", ".bin"));
  const commands = [...local, ...inPath].flatMap((each) => ["yarn", "yarnpkg"].map((name) => join(each, name)));
  for (const command of [...(await checkedInYarn(folder)), ...commands]) {
    for (const program of await programsOf(command)) {
      const registry = yarnDefaultRegistry(program);
      if (registry !== undefined) return registry;
    }
  }
  return undefined;
}

/** The program that a project names: `yarn-path` in `.yarnrc`, `yarnPath` in `.yarnrc.yml`. */
async function checkedInYarn(folder: string): Promise<readonly string[]> {
  const paths = foldersUpward(folder).flatMap((each) => [join(each, ".yarnrc"), join(each, ".yarnrc.yml")]);
  return (await readSettingsFiles(paths)).flatMap(({ path, text }) => {
    const [, program] = /^(?:"?yarn-path"?|yarnPath:)[ \t]+["']?([^"'\r\n]+)["']?/m.exec(text) ?? [];
    return program === undefined ? [] : [resolve(dirname(path), program.trim())];
  });
}

/** The texts that a command of Yarn's may be made of: its own, and the one that a small starter loads. */
async function programsOf(command: string): Promise<readonly string[]> {
  const file = await realpath(command).catch(() => undefined);
  if (file === undefined) return [];
  const starters: Readonly<Record<string, readonly string[]>> = {
    "yarn.js": ["../lib/cli.js", "lib/corepack.cjs"],
    "yarnpkg.js": ["lib/corepack.cjs"],
    yarn: ["../lib/cli.js"],
  };
  const files = [...(starters[basename(file)] ?? []).map((each) => join(dirname(file), each)), file];
  return (await Promise.all(files.map(readProgram))).flatMap((text) => text ?? []);
}

/** What cannot be read is no program of Yarn's. */
async function readProgram(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    return size > LARGEST_PROGRAM ? undefined : await readFile(file, "latin1");
  } catch {
    return undefined;
  }
}
