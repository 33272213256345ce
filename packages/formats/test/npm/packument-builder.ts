import { createHash } from "node:crypto";
import type { JsonObject } from "@headwater/resolver";

/** Stands for npm's own default registry in tests. */
export const DEFAULT_REGISTRY = "https://npm.example.com/";

/** The tarball of a built version: any bytes will do, nobody unpacks them. */
export const tarballOf = (name: string, version: string): Buffer => Buffer.from(`tarball of ${name}@${version}`);

/** A version's manifest as a public registry serves it. */
export function buildManifest(
  name: string,
  version: string,
  fields: JsonObject = {},
  registry = DEFAULT_REGISTRY,
): JsonObject {
  const tarball = tarballOf(name, version);
  const { dist, ...rest } = fields;
  return {
    name,
    version,
    description: `${name} for tests`,
    ...rest,
    dist: {
      tarball: `${registry}${name}/-/${name.split("/").at(-1)}-${version}.tgz`,
      integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
      shasum: createHash("sha1").update(tarball).digest("hex"),
      ...(dist as JsonObject | undefined),
    },
  };
}

/** When a built version was published: a day apart each, in the order given. */
export const publishedAt = (index: number): string => new Date(Date.UTC(2024, 0, 1 + index)).toISOString();

/** A packument as a public registry serves it; `latest` is the last version given. */
export function buildPackument(name: string, manifests: readonly JsonObject[], fields: JsonObject = {}): JsonObject {
  const versions = manifests.map((manifest) => manifest["version"] as string);
  return {
    _id: name,
    _rev: "1-abc",
    name,
    "dist-tags": { latest: versions.at(-1) ?? "" },
    versions: Object.fromEntries(manifests.map((manifest) => [manifest["version"] as string, manifest])),
    time: {
      created: publishedAt(0),
      modified: publishedAt(versions.length),
      ...Object.fromEntries(versions.map((version, index) => [version, publishedAt(index)])),
    },
    ...fields,
  };
}
