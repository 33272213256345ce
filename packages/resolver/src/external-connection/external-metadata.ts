import type { AssetLocation } from "../asset/asset.ts";

/** What a public registry last said about a package, once per domain and connection. Times are milliseconds since the epoch. */
export interface ExternalMetadata {
  /** Where the answer's bytes lie; they are the format's own document, unread by the resolver. */
  readonly document: AssetLocation;
  /** The document before this one. It is removed only when the next one comes, because a reader may still be at it. */
  readonly previousDocument?: AssetLocation;
  /** SHA-256 of the document, base64url: changes exactly when the document does. */
  readonly documentId: string;
  readonly size: number;
  readonly etag?: string;
  readonly lastModified?: string;
  /** When the registry last confirmed it. */
  readonly confirmedTime: number;
}
