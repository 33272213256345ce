import type { JsonObject } from "@headwater/resolver";
import { asJsonObject, ownObject } from "../json-object.ts";
import { jsonPath, jsonTextPlaces } from "./json-text-places.ts";
import type { LockfileEntry } from "./lockfile-entry.ts";
import { parseJsonLockfile } from "./parse-json-lockfile.ts";
import { dependencyEntries, folderEntries } from "./read-package-lock.ts";
import { tarballIn } from "./registry-tarball.ts";
import type { FindWrittenUrls, WrittenUrl } from "./written-url.ts";

/**
 * npm: `resolved` of each entry, under `packages` and, in lockfile versions 1 and 2, under `dependencies` once more. By
 * itself npm writes the URL at its default registry there, and asks the configured one for it.
 * Proven in test/npm/lockfile/normalise-lockfile.test.ts
 */
export const findNpmUrls: FindWrittenUrls = (text, file) => {
  const lock = parseJsonLockfile(text, file);
  const packages = ownObject(lock, "packages") ?? {};
  const places = jsonTextPlaces(text);
  const asked = urlsAskedFor(packages);
  const written = (entry: LockfileEntry, path: readonly string[]): readonly WrittenUrl[] => {
    const place = places.get(jsonPath(...path, "resolved"));
    const { name, version, resolved: url } = entry;
    if (place === undefined || url === undefined) return [];
    return [
      {
        name,
        version,
        url,
        offset: place.start,
        isAskedFor: asked.has(url),
        neutralEdit: ({ registry }) =>
          registry === undefined
            ? { obstacle: "npm's default registry is not known" }
            : { ...place, text: JSON.stringify(tarballIn(registry, name, version)) },
      },
    ];
  };
  return [
    ...folderEntries(packages).flatMap((entry) => written(entry, ["packages", entry.key])),
    ...dependencyEntries("", ownObject(lock, "dependencies") ?? {}).flatMap((entry) =>
      written(entry, nestedPath(entry.key)),
    ),
  ];
};

/** `node_modules/a/node_modules/b` as members: `dependencies`, `a`, `dependencies`, `b`. */
const nestedPath = (folder: string): readonly string[] =>
  folder
    .split(/(?:^|\/)node_modules\//)
    .slice(1)
    .flatMap((name) => ["dependencies", name]);

const DEPENDENCIES = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** URLs that dependencies ask for themselves: npm finds such an entry wrong when it is resolved to anything else. */
function urlsAskedFor(packages: JsonObject): ReadonlySet<string> {
  const asked = new Set<string>();
  for (const entry of Object.values(packages)) {
    for (const field of DEPENDENCIES) {
      const specs = Object.values(ownObject(asJsonObject(entry) ?? {}, field) ?? {});
      for (const spec of specs) if (typeof spec === "string" && /^https?:/i.test(spec)) asked.add(spec);
    }
  }
  return asked;
}
