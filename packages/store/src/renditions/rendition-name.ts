import type { RenditionKey } from "@headwater/resolver";

/** One text per key, and no two keys share one. */
export function renditionName(key: RenditionKey): string {
  return JSON.stringify([key.repository, key.package, key.variant]);
}
