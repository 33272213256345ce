import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import { TEMPORARY_PREFIX } from "./temporary-prefix.ts";

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

/** They hold a token, so they go also when the process exits before it removes them. @throws CONFIGURATION_INVALID */
export async function createRunFiles(): Promise<RunFiles> {
  const folder = await makeRunFolder();
  const removeAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", removeAtExit);
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
    async remove() {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      process.off("exit", removeAtExit);
    },
  };
}

async function makeRunFolder(): Promise<string> {
  const parent = tmpdir();
  try {
    // mkdtemp makes it 0700.
    return await mkdtemp(join(parent, TEMPORARY_PREFIX));
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new HeadwaterError("CONFIGURATION_INVALID", `No temporary folder can be made in ${parent} (${code}).`, {
      hint: `Set ${process.platform === "win32" ? "TEMP" : "TMPDIR"} to a folder that exists, has room and can be written to.`,
      cause: error,
      details: { folder: parent },
    });
  }
}
