import { dirname, join, resolve, sep } from "node:path";
import {
  type AssetStore,
  type Clock,
  type Domain,
  HeadwaterError,
  type ReferenceStore,
  type RenditionStore,
} from "@headwater/resolver";
import { requireAssetFolderOf } from "./assets/asset-folder-owner.ts";
import { openFileAssetStore } from "./assets/file-asset-store.ts";
import { createMemoryAssetStore } from "./assets/memory-asset-store.ts";
import type { DomainKeys } from "./encryption/domain-keys.ts";
import type { KeyProvider } from "./encryption/key-provider.ts";
import { makeFolder } from "./files/make-folder.ts";
import { type FileSystemProbe, probeFileSystem, refuseNetworkFileSystem } from "./files/network-file-system.ts";
import { createReferenceStore } from "./references/create-reference-store.ts";
import { openKeyvSqliteRows } from "./references/keyv-sqlite-rows.ts";
import { createMemoryRows } from "./references/memory-rows.ts";
import { createRecordCodec } from "./references/record-codec.ts";
import type { RowBackend } from "./references/row-backend.ts";
import { withOpenedRecords } from "./references/with-opened-records.ts";
import { createFileRenditionStore } from "./renditions/file-rendition-store.ts";
import { createMemoryRenditionStore } from "./renditions/memory-rendition-store.ts";
import { withMemoryCache } from "./renditions/with-memory-cache.ts";
import { openDomainRecords } from "./schema/open-domain-records.ts";

export type ReferencesPlace = { readonly type: "sqlite"; readonly path: string } | { readonly type: "memory" };
export type AssetsPlace = { readonly type: "file"; readonly path: string } | { readonly type: "memory" };

export interface OpenStoreOptions {
  readonly references: ReferencesPlace;
  readonly assets: AssetsPlace;
  /** Whose store it must be; a new one becomes this domain's. */
  readonly domain: Pick<Domain, "name" | "owner">;
  readonly keyProvider: KeyProvider;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** How long to wait for other processes' locks, in milliseconds. Default: 30 seconds. */
  readonly patience?: number;
  /** Looks at the file system under a path. Default: `statfs`. */
  readonly fileSystem?: FileSystemProbe;
}

/** The storage half of a domain. */
export interface Store {
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
  readonly renditions: RenditionStore;
  /** This call made the domain. */
  readonly created: boolean;
  close(): Promise<void>;
}

/**
 * Opens a domain's store, and makes it on first use; of two processes that make it at the same instant one does, and the
 * other opens what that one made. Before any record is read: the path is on a local disk, the program is new enough, the
 * store is this domain's and the key is the right one. A store that is refused is left as it was.
 *
 * @throws STORE_ON_NETWORK_FILE_SYSTEM, STORE_TOO_NEW, STORE_CORRUPT, STORE_READ_ONLY, STORE_FULL, STORE_BUSY,
 * STORE_UNAVAILABLE, KEY_NOT_FOUND, KEY_WRONG, CONFIGURATION_INVALID (another domain's store, a key inside the store),
 * RUNTIME_UNSUPPORTED
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const clock = options.clock ?? Date;
  const folders = foldersOf(options);
  refuseKeyWithin(folders, options.keyProvider);
  for (const folder of folders) await refuseNetworkFileSystem(folder, options.fileSystem ?? probeFileSystem);

  const rows = await openRows(options);
  try {
    const { created, keys, record } = await openDomainRecords(rows, options.domain, options.keyProvider, clock);
    const { assets, renditions } = await openFiles(options.assets, record.id, keys, clock);
    return {
      references: createReferenceStore(rows, withOpenedRecords(createRecordCodec(keys))),
      assets,
      renditions,
      created,
      close: () => rows.close(),
    };
  } catch (error) {
    await rows.close();
    throw error;
  }
}

function foldersOf({ assets, references }: OpenStoreOptions): readonly string[] {
  const folders: string[] = [];
  if (references.type === "sqlite") folders.push(dirname(resolve(references.path)));
  if (assets.type === "file") folders.push(resolve(assets.path));
  return folders;
}

/** Whoever copies a store's folder, a CI cache say, must not copy its key along. */
function refuseKeyWithin(folders: readonly string[], { keyFile }: KeyProvider): void {
  const folder = folders.find((place) => keyFile !== undefined && resolve(keyFile).startsWith(place + sep));
  if (folder === undefined) return;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `The key file ${keyFile} lies in the folder of the store, ${folder}.`,
    {
      hint: "Move the key out of that folder, or give the store a folder of its own, and correct the configuration.",
      details: { keyFile, folder },
    },
  );
}

async function openRows({ patience, references }: OpenStoreOptions): Promise<RowBackend> {
  if (references.type === "memory") return createMemoryRows();
  const path = resolve(references.path);
  await makeFolder(dirname(path), `the folder ${dirname(path)}`);
  return openKeyvSqliteRows(path, patience === undefined ? {} : { patience });
}

async function openFiles(
  assets: AssetsPlace,
  storeId: string,
  keys: DomainKeys,
  clock: Clock,
): Promise<Pick<Store, "assets" | "renditions">> {
  if (assets.type === "memory") {
    return { assets: createMemoryAssetStore({ clock }), renditions: createMemoryRenditionStore({ clock }) };
  }
  const path = resolve(assets.path);
  await makeFolder(path, `the asset folder ${path}`);
  await requireAssetFolderOf(path, storeId);
  return {
    assets: await openFileAssetStore({ path, keys, clock }),
    renditions: withMemoryCache(createFileRenditionStore({ path: join(path, "renditions"), keys, clock }), { clock }),
  };
}
