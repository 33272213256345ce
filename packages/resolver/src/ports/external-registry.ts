import type { JsonObject } from "../asset/canonical-json.ts";
import type { PackageCoordinate, PackageFormat } from "../names/coordinate.ts";

/** An external connection as configured: its name of the closed list and the registry behind it. */
export interface ExternalConnection {
  /** E.g. `public:npmjs`. */
  readonly name: string;
  /** The registry's base URL, with a trailing slash. */
  readonly url: string;
  /** How long, in milliseconds, its word about a package holds. Default: `ResolverSettings.metadataFreshness`. */
  readonly metadataFreshness?: number;
}

/** What the domain already knows of a package from this registry, to be revalidated. */
export interface ExternalValidator {
  readonly etag?: string;
  readonly lastModified?: string;
}

export type ExternalAnswer =
  /** The registry says there is no such package. */
  | { readonly type: "absent" }
  /** What the validator names still holds. */
  | { readonly type: "unchanged" }
  | { readonly type: "found"; readonly document: Uint8Array; readonly etag?: string; readonly lastModified?: string };

/** One asset of a version as the registry announces it. */
export interface ExternalAsset {
  readonly name: string;
  readonly url: string;
  /** SRI of every digest announced, strongest used; `undefined` when the registry announces none. */
  readonly integrity?: string;
}

/** One version as the registry describes it. */
export interface ExternalVersion {
  readonly version: string;
  /** Every field kept, host names taken out (see the format). */
  readonly manifest: JsonObject;
  /** Milliseconds since the epoch, when the registry says it (F6). */
  readonly publishedTime?: number;
  readonly assets: readonly ExternalAsset[];
}

/**
 * The only door to the outside, one per format. Every method throws EXTERNAL_REGISTRY_UNREACHABLE (no answer),
 * EXTERNAL_REGISTRY_REFUSED (401, 403), EXTERNAL_REGISTRY_FAILED (429, 5xx, redirect loop), EXTERNAL_REGISTRY_INVALID_ANSWER
 * or TOO_LARGE; only a plain "there is none" is an answer.
 */
export interface ExternalRegistry {
  readonly format: PackageFormat;
  fetchPackage(
    connection: ExternalConnection,
    coordinate: PackageCoordinate,
    validator: ExternalValidator,
    options: { readonly signal?: AbortSignal },
  ): Promise<ExternalAnswer>;
  /**
   * One version out of a document that `fetchPackage` gave; `undefined` when it is not in there.
   * @throws EXTERNAL_REGISTRY_INVALID_ANSWER when the document cannot be read
   */
  readVersion(
    connection: ExternalConnection,
    coordinate: PackageCoordinate,
    document: ExternalDocument,
    version: string,
  ): Promise<ExternalVersion | undefined>;
  /** All versions of a document with the SRI of their assets, and its tags. Cheap for a document read before. */
  readIndex(
    connection: ExternalConnection,
    coordinate: PackageCoordinate,
    document: ExternalDocument,
  ): Promise<ExternalIndex>;
  /** The bytes of an asset, unverified. @throws EXTERNAL_ASSET_FOREIGN_HOST when the URL leaves the connection's hosts; ASSET_NOT_FOUND on 404 */
  fetchAsset(
    connection: ExternalConnection,
    asset: ExternalAsset,
    options: { readonly signal?: AbortSignal },
  ): Promise<ReadableStream<Uint8Array>>;
}

/** A document by the id of its content, so that a reader may keep what it parsed and load the bytes only when it must. */
export interface ExternalDocument {
  readonly documentId: string;
  load(): Promise<Uint8Array>;
}

export interface ExternalIndex {
  readonly tags: Readonly<Record<string, string>>;
  /** version → SRI of each of its assets (`undefined`: announced without one). */
  readonly versions: ReadonlyMap<string, readonly (string | undefined)[]>;
}
