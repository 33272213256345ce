import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { HeadwaterError } from "@headwater/resolver";

const CONFIGURATION_FILE_NAME = "headwater.yml";

/**
 * The configuration file that counts: the one named, else the nearest `headwater.yml` from the folder upward.
 * Proven in test/configuration/load.test.ts.
 * @throws CONFIGURATION_NOT_FOUND when the file named is not there
 */
export async function findConfigurationFile(
  cwd: string,
  named: { readonly path: string; readonly by: string } | undefined,
): Promise<string | undefined> {
  if (named !== undefined) {
    const path = resolve(cwd, named.path);
    if (await isThere(path)) return path;
    throw new HeadwaterError(
      "CONFIGURATION_NOT_FOUND",
      `The configuration file ${path}, named by ${named.by}, does not exist.`,
      {
        hint: "Check the path, or make the file with headwater init.",
        details: { path },
      },
    );
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, CONFIGURATION_FILE_NAME);
    if (await isThere(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw new HeadwaterError(
      "CONFIGURATION_INVALID",
      `The configuration file ${path} cannot be read: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}
