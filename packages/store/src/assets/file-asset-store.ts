import { opendir, open, readFile, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AssetLocation, AssetStore, Clock, StoredAssetEntry } from "@headwater/resolver";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { openFrames, plainSize } from "../encryption/frames.ts";
import { fileError, isMissing } from "../files/file-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import { assetNotFound, isAssetLocation } from "./asset-location.ts";
import { createFileAssetWriter } from "./file-asset-writer.ts";
import { frameStream } from "./frame-stream.ts";

export interface FileAssetStoreOptions {
  /** The folder; made when it is not there. */
  readonly path: string;
  readonly keys: DomainKeys;
  /** Gives the times of new assets. Default: the system's clock. */
  readonly clock?: Clock;
}

/**
 * Assets as encrypted files: `<2 hex>/<32 hex>` when they are whole, `tmp/<pid>-<random>` while they are written. A file
 * is complete and on the disk before it gets its name.
 * @throws STORE_READ_ONLY, STORE_FULL, STORE_UNAVAILABLE
 */
export async function openFileAssetStore(options: FileAssetStoreOptions): Promise<AssetStore> {
  const { keys, path } = options;
  const clock = options.clock ?? Date;
  const what = `the asset folder ${path}`;
  const temporary = join(path, "tmp");
  /** Names of temporary files that this process is still writing. */
  const writing = new Set<string>();
  await makeFolder(temporary, what);

  /** Runs on the file at a location; whatever goes wrong with it is told in the store's words. */
  const at = async <T>(location: AssetLocation, run: (file: string) => Promise<T>): Promise<T> => {
    if (!isAssetLocation(location)) throw assetNotFound();
    try {
      return await run(join(path, location));
    } catch (error) {
      throw isMissing(error) ? assetNotFound(error) : fileError(error, "read", what);
    }
  };

  return {
    create: () => createFileAssetWriter({ path, temporary, what, keys, clock, writing }),
    open: (location) => at(location, async (file) => frameStream(await open(file, "r"), keys, location, what)),
    read: (location) => at(location, async (file) => openFrames(keys, location, await readFile(file))),
    async sizeOf(location) {
      const described = isAssetLocation(location) ? await describeOrFail(path, location, what) : undefined;
      return described === undefined ? undefined : plainSize(described.storedSize);
    },
    async remove(location) {
      if (!isAssetLocation(location)) return;
      try {
        await rm(join(path, location), { force: true });
      } catch (error) {
        throw fileError(error, "write", what);
      }
    },
    list: () => listAssets(path, what),
    async removeAbandonedWrites(olderThan, { dryRun = false } = {}) {
      try {
        return await removeOld(temporary, Date.now() - olderThan, writing, dryRun);
      } catch (error) {
        throw fileError(error, "write", what);
      }
    },
  };
}

async function* listAssets(path: string, what: string): AsyncGenerator<StoredAssetEntry> {
  try {
    for (const folder of await readdir(path)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for await (const file of await opendir(join(path, folder))) {
        const location = `${folder}/${file.name}`;
        const entry = isAssetLocation(location) ? await describe(path, location) : undefined;
        if (entry !== undefined) yield entry;
      }
    }
  } catch (error) {
    throw fileError(error, "read", what);
  }
}

/** `undefined` when the asset was removed meanwhile. */
async function describe(path: string, location: AssetLocation): Promise<StoredAssetEntry | undefined> {
  try {
    const { mtimeMs, size } = await stat(join(path, location));
    return { location, modifiedTime: Math.round(mtimeMs), storedSize: size };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function describeOrFail(
  path: string,
  location: AssetLocation,
  what: string,
): Promise<StoredAssetEntry | undefined> {
  try {
    return await describe(path, location);
  } catch (error) {
    throw fileError(error, "read", what);
  }
}

async function removeOld(
  temporary: string,
  before: number,
  writing: ReadonlySet<string>,
  dryRun: boolean,
): Promise<number> {
  let removed = 0;
  for (const name of await readdir(temporary)) {
    if (writing.has(name) || belongsToLivingProcess(name)) continue;
    const file = join(temporary, name);
    try {
      if ((await stat(file)).mtimeMs > before) continue;
      if (!dryRun) await rm(file);
      removed += 1;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return removed;
}

/** Whether another process of this machine that has the writer's number is alive; this one knows its own writers. */
function belongsToLivingProcess(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Whoever may not be signalled is alive.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
