import type { Rendition, RenditionStore } from "@headwater/resolver";
import { renditionName } from "./rendition-name.ts";

const DEFAULT_BYTES = 64 * 1024 * 1024;
/** What an entry costs beside its bytes: key, fingerprint, the map's own. */
const ENTRY_BYTES = 512;

/**
 * Keeps the renditions used last in this process's memory. What it gives must not be changed. Another process's newer
 * rendition goes unseen while an older one is kept: its fingerprint tells the caller to compute anew.
 * @param options.bytes the most to keep. Default: 64 MiB
 */
export function withMemoryCache(store: RenditionStore, options: { readonly bytes?: number } = {}): RenditionStore {
  const limit = options.bytes ?? DEFAULT_BYTES;
  /** In the order of use, the least recent first. */
  const kept = new Map<string, Rendition>();
  let size = 0;

  const forget = (name: string): void => {
    const rendition = kept.get(name);
    if (rendition === undefined) return;
    kept.delete(name);
    size -= sizeOf(rendition);
  };
  const keep = (name: string, rendition: Rendition): void => {
    forget(name);
    // One entry must not drive out everything else.
    if (sizeOf(rendition) > limit / 4) return;
    kept.set(name, rendition);
    size += sizeOf(rendition);
    for (const oldest of kept.keys()) {
      if (size <= limit) break;
      forget(oldest);
    }
  };

  return {
    async get(key) {
      const name = renditionName(key);
      const rendition = kept.get(name) ?? (await store.get(key));
      if (rendition !== undefined) keep(name, rendition);
      return rendition;
    },
    async put(key, rendition) {
      keep(renditionName(key), rendition);
      return store.put(key, rendition);
    },
  };
}

const sizeOf = (rendition: Rendition): number => rendition.bytes.length + ENTRY_BYTES;
