import type { Rendition, RenditionStore } from "@headwater/resolver";
import { renditionName } from "./rendition-name.ts";

/** Renditions in this process's memory, without a bound: for tests and domains that need not last. */
export function createMemoryRenditionStore(): RenditionStore {
  const held = new Map<string, Rendition>();
  return {
    async get(key) {
      return held.get(renditionName(key));
    },
    async put(key, rendition) {
      held.set(renditionName(key), rendition);
      return true;
    },
  };
}
