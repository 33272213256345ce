import { readFile, realpath, stat } from "node:fs/promises";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { yarnDefaultRegistry } from "@headwater/formats";
import type { Environment } from "../exec/environment.ts";
import { foldersUpward, readSettingsFiles } from "../exec/settings-files.ts";

/** No program of Yarn's is larger, in bytes. */
const LARGEST_PROGRAM = 64 * 1024 * 1024;

/** A program of Yarn's that is at hand. */
export interface YarnAtHand {
  /** The file that says what the registry is: Yarn's own code, or Corepack's. */
  readonly program: string;
  /** What stands in it. */
  readonly text: string;
  /** What it asks by default, with a slash at the end. */
  readonly registry: string;
}

/** The registry that Yarn asks by default, as a Yarn at hand says it. `undefined` when there is none that says so. */
export const yarnRegistryAtHand = async (folder: string, env: Environment): Promise<string | undefined> =>
  (await yarnAtHand(folder, env))?.registry;

/** The Yarn that is meant by its path (`named`), else the one that the project brings, else the one in `PATH`. It is read, not run. */
export async function yarnAtHand(folder: string, env: Environment, named?: string): Promise<YarnAtHand | undefined> {
  const inPath = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((each) => each !== "");
  const local = foldersUpward(folder).map((each) => join(each, "node_modules", ".bin"));
  const commands = [...local, ...inPath].flatMap((each) => ["yarn", "yarnpkg"].map((name) => join(each, name)));
  for (const command of [...(named === undefined ? [] : [named]), ...(await checkedInYarn(folder)), ...commands]) {
    for (const { program, text } of await programsOf(command)) {
      const registry = yarnDefaultRegistry(text);
      if (registry !== undefined) return { program, text, registry };
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

/** The files that a command of Yarn's may be made of: its own, and the one that a small starter loads. */
async function programsOf(command: string): Promise<readonly { readonly program: string; readonly text: string }[]> {
  const file = await realpath(command).catch(() => undefined);
  if (file === undefined) return [];
  const starters: Readonly<Record<string, readonly string[]>> = {
    "yarn.js": ["../lib/cli.js", "lib/corepack.cjs"],
    "yarnpkg.js": ["lib/corepack.cjs"],
    yarn: ["../lib/cli.js"],
  };
  const files = [...(starters[basename(file)] ?? []).map((each) => join(dirname(file), each)), file];
  const texts = await Promise.all(files.map(readProgram));
  return files.flatMap((program, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ program, text }];
  });
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
