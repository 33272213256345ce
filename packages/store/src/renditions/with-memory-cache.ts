import type { Clock, Rendition, RenditionStore } from "@headwater/resolver";
import { NOTED_FOR } from "./noted-use.ts";
import { renditionName } from "./rendition-name.ts";

const DEFAULT_BYTES = 64 * 1024 * 1024;
/** What an entry costs beside its bytes: key, fingerprint, the map's own. */
const ENTRY_BYTES = 512;

/**
 * Keeps the renditions used last in this process's memory. What it gives must not be changed. Another process's newer
 * rendition goes unseen while an older one is kept: its fingerprint tells the caller to compute anew. Once a day what is kept
 * is asked for where it lies, so that it counts as used there.
 * @param options.bytes the most to keep. Default: 64 MiB
 * @param options.clock default: the system's
 */
export function withMemoryCache(
  store: RenditionStore,
  options: { readonly bytes?: number; readonly clock?: Clock } = {},
): RenditionStore {
  const { bytes: limit = DEFAULT_BYTES, clock = Date } = options;
  interface Kept {
    readonly rendition: Rendition;
    /** When it was last asked for, or put, where it lies. */
    readonly since: number;
  }
  /** In the order of use, the least recent first. */
  const kept = new Map<string, Kept>();
  let size = 0;

  const forget = (name: string): void => {
    const known = kept.get(name);
    if (known === undefined) return;
    kept.delete(name);
    size -= sizeOf(known.rendition);
  };
  const keep = (name: string, rendition: Rendition, since: number): void => {
    forget(name);
    // One entry must not drive out everything else.
    if (sizeOf(rendition) > limit / 4) return;
    kept.set(name, { rendition, since });
    size += sizeOf(rendition);
    for (const oldest of kept.keys()) {
      if (size <= limit) break;
      forget(oldest);
    }
  };

  return {
    async get(key) {
      const name = renditionName(key);
      const now = clock.now();
      const known = kept.get(name);
      const isFresh = known !== undefined && now - known.since <= NOTED_FOR;
      const rendition = isFresh ? known.rendition : ((await store.get(key)) ?? known?.rendition);
      if (rendition !== undefined) keep(name, rendition, isFresh ? known.since : now);
      return rendition;
    },
    async put(key, rendition) {
      keep(renditionName(key), rendition, clock.now());
      return store.put(key, rendition);
    },
    removeUnused: (age, sweep) => store.removeUnused(age, sweep),
  };
}

const sizeOf = (rendition: Rendition): number => rendition.bytes.length + ENTRY_BYTES;
