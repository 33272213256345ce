export { type FileAssetStoreOptions, openFileAssetStore } from "./assets/file-asset-store.ts";
export { createMemoryAssetStore } from "./assets/memory-asset-store.ts";
export { type DomainKeys, makeDomainKeys } from "./encryption/domain-keys.ts";
export { type KeyFileProviderOptions, createKeyFileProvider } from "./encryption/key-file-provider.ts";
export type { KeyContext, KeyProvider } from "./encryption/key-provider.ts";
export { type KeyTextProviderOptions, createKeyTextProvider } from "./encryption/key-text-provider.ts";
export { type FileSystem, type FileSystemProbe, networkFileSystemName } from "./files/network-file-system.ts";
export { STORE_SCHEMA } from "./keys.ts";
export {
  type AssetsPlace,
  type OpenStoreOptions,
  type ReferencesPlace,
  type Store,
  openStore,
} from "./open-store.ts";
export { createMemoryReferenceStore } from "./references/memory-reference-store.ts";
export { createFileRenditionStore } from "./renditions/file-rendition-store.ts";
export { createMemoryRenditionStore } from "./renditions/memory-rendition-store.ts";
export { withMemoryCache } from "./renditions/with-memory-cache.ts";
