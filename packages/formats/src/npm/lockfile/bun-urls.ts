import { ownObject } from "../json-object.ts";
import { jsonPath, jsonTextPlaces } from "./json-text-places.ts";
import { parseJsonLockfile } from "./parse-json-lockfile.ts";
import { bunEntries } from "./read-bun-lock.ts";
import type { FindWrittenUrls } from "./written-url.ts";

/**
 * Bun: the second member of each package's list, which is empty for its default registry.
 * Proven in test/npm/lockfile/normalise-lockfile.test.ts
 */
export const findBunUrls: FindWrittenUrls = (text, file) => {
  const places = jsonTextPlaces(text);
  return bunEntries(ownObject(parseJsonLockfile(text, file, "jsonc"), "packages") ?? {}).flatMap((entry) => {
    const place = places.get(jsonPath("packages", entry.key, 1));
    const { name, version, resolved: url } = entry;
    if (place === undefined || url === undefined) return [];
    const neutralEdit = () => ({ ...place, text: '""' });
    return [{ name, version, url, offset: place.start, isAskedFor: false, neutralEdit }];
  });
};
