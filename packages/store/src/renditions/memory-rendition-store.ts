import type { Clock, Rendition, RenditionStore } from "@headwater/resolver";
import { renditionName } from "./rendition-name.ts";

/** Renditions in this process's memory, without a bound: for tests and domains that need not last. */
export function createMemoryRenditionStore({ clock = Date }: { readonly clock?: Clock } = {}): RenditionStore {
  const held = new Map<string, { readonly rendition: Rendition; usedTime: number }>();
  return {
    async get(key) {
      const found = held.get(renditionName(key));
      if (found !== undefined) found.usedTime = clock.now();
      return found?.rendition;
    },
    async put(key, rendition) {
      held.set(renditionName(key), { rendition, usedTime: clock.now() });
      return true;
    },
    async removeUnused(age, { dryRun = false } = {}) {
      const before = clock.now() - age;
      const unused = [...held].filter(([, { usedTime }]) => usedTime < before);
      if (!dryRun) for (const [name] of unused) held.delete(name);
      const bytes = unused.reduce((total, [, { rendition }]) => total + rendition.bytes.byteLength, 0);
      return { count: unused.length, bytes };
    },
  };
}
