import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEMPORARY_PREFIX } from "./client-environment.ts";

/** A folder for the files of one run, which only this user can read. */
export interface RunFiles {
  readonly folder: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): Promise<string>;
  /** An empty folder and its path. */
  makeFolder(name: string): Promise<string>;
  /** Removes all of it. */
  remove(): Promise<void>;
}

export async function createRunFiles(): Promise<RunFiles> {
  // mkdtemp makes it 0700.
  const folder = await mkdtemp(join(tmpdir(), TEMPORARY_PREFIX));
  return {
    folder,
    async write(name, text) {
      const path = join(folder, name);
      await writeFile(path, text, { mode: 0o600 });
      return path;
    },
    async makeFolder(name) {
      const path = join(folder, name);
      await mkdir(path);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
