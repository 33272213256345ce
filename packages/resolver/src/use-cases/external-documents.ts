import { createHash } from "node:crypto";
import type { ExternalMetadata } from "../external-connection/external-metadata.ts";
import type { ExternalDocument } from "../ports/external-registry.ts";
import type { KeyOf, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";

type StoredMetadata = Stored<ExternalMetadata> | undefined;

/** What registries last said, once per domain and connection: the record in the reference store, the bytes beside the assets. */
export interface ExternalDocuments {
  documentOf(metadata: ExternalMetadata): ExternalDocument;
  /** Stores a new answer in place of the one that was read; another process's newer one is left alone. */
  keep(
    key: KeyOf<"external">,
    before: StoredMetadata,
    answer: { readonly document: Uint8Array; readonly etag?: string; readonly lastModified?: string },
  ): Promise<ExternalDocument>;
  /** Notes that the registry has confirmed the document just now. */
  confirm(key: KeyOf<"external">, before: Stored<ExternalMetadata>): Promise<void>;
  /** Drops what was known. The bytes are left to the sweep, because a reader may still be at them. */
  forget(key: KeyOf<"external">, before: StoredMetadata): Promise<void>;
}

export function createExternalDocuments({ references, assets, clock }: ResolverPorts): ExternalDocuments {
  const documentOf = (metadata: ExternalMetadata): ExternalDocument => ({
    documentId: metadata.documentId,
    load: () => assets.read(metadata.document),
  });
  return {
    documentOf,
    async keep(key, before, { document, etag, lastModified }) {
      const documentId = createHash("sha256").update(document).digest("base64url");
      const writer = await assets.create();
      try {
        await writer.write(document);
        const location = await writer.finish();
        const value: ExternalMetadata = {
          document: location,
          documentId,
          size: document.byteLength,
          confirmedTime: clock.now(),
          ...(etag === undefined ? {} : { etag }),
          ...(lastModified === undefined ? {} : { lastModified }),
          ...(before === undefined ? {} : { previousDocument: before.value.document }),
        };
        const { committed } = await references.commit([
          before === undefined
            ? { type: "insert", ifPresent: "conflict", key, value }
            : { type: "replace", key, stamp: before.stamp, value },
        ]);
        const superseded = committed ? before?.value.previousDocument : location;
        if (superseded !== undefined) await assets.remove(superseded);
      } finally {
        await writer.abort();
      }
      return { documentId, load: async () => document };
    },
    async confirm(key, before) {
      const value = { ...before.value, confirmedTime: clock.now() };
      await references.commit([{ type: "replace", key, stamp: before.stamp, value }]);
    },
    async forget(key, before) {
      if (before !== undefined) await references.commit([{ type: "delete", key, stamp: before.stamp }]);
    },
  };
}
