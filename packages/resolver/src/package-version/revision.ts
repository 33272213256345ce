import { createHash } from "node:crypto";
import type { AssetSummary } from "../asset/asset.ts";
import { type JsonObject, canonicalJson } from "../asset/canonical-json.ts";
import { type PackageVersionCoordinate, packageVersionPath } from "../names/coordinate.ts";

/** The content of a package version, stored once per domain and never changed (A1). */
export interface Revision {
  readonly id: string;
  readonly coordinate: PackageVersionCoordinate;
  /** One version's manifest as its format serves it, every field kept, without any host name in it. */
  readonly manifest: JsonObject;
  readonly assets: readonly AssetSummary[];
}

/** The id of a revision: base64url SHA-256 over exactly coordinate, manifest and asset digests (A1). 43 characters. */
function revisionId(content: Omit<Revision, "id">): string {
  const text = canonicalJson({
    coordinate: packageVersionPath(content.coordinate),
    manifest: content.manifest,
    assets: content.assets.map((asset) => ({ name: asset.name, size: asset.size, sha512: asset.hashes["SHA-512"] })),
  });
  return createHash("sha256").update(text).digest("base64url");
}

/** A revision with its id computed. */
export function makeRevision(content: Omit<Revision, "id">): Revision {
  return { id: revisionId(content), ...content };
}
