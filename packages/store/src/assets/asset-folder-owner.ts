import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import { fileError, isMissing, isPresent } from "../files/file-error.ts";

/**
 * Ties an asset folder to the store whose records name what is in it. Without this, collecting garbage with another
 * store's records, after a mistake in the configuration, would remove every asset.
 * @throws CONFIGURATION_INVALID when the folder is another store's; STORE_FULL, STORE_READ_ONLY, STORE_UNAVAILABLE
 */
export async function requireAssetFolderOf(path: string, storeId: string): Promise<void> {
  const what = `the asset folder ${path}`;
  const file = join(path, "store");
  try {
    const owner = (await readOwner(file)) ?? (await becomeOwner(file, storeId));
    if (owner === storeId) return;
  } catch (error) {
    throw fileError(error, "write", what);
  }
  throw new HeadwaterError("CONFIGURATION_INVALID", `The asset folder ${path} belongs to another store.`, {
    hint: "Name the reference store that this asset folder was made with, or an asset folder of its own.",
    details: { path },
  });
}

async function readOwner(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Gives the id that stands in the file afterwards, which is another's when that one was faster. */
async function becomeOwner(file: string, storeId: string): Promise<string | undefined> {
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporary, `${storeId}\n`, { flag: "wx", mode: 0o600 });
    await link(temporary, file);
    return storeId;
  } catch (error) {
    if (isPresent(error)) return readOwner(file);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
