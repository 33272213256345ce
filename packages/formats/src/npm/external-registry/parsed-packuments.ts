import type { ExternalDocument, ExternalIndex, PackageCoordinate } from "@headwater/resolver";
import { createByteBoundedMap } from "../byte-bounded-map.ts";
import { announcedIntegrity } from "../packument/announced-integrity.ts";
import { type Packument, parsePackument } from "../packument/parse.ts";

/** Packuments by the id of their document, each parsed once as long as it is kept. */
export interface ParsedPackuments {
  /** Keeps what was parsed elsewhere. `size` is that of the document, in bytes. */
  remember(documentId: string, size: number, packument: Packument): void;
  /** @throws EXTERNAL_REGISTRY_INVALID_ANSWER, and what loading the document throws */
  packument(coordinate: PackageCoordinate, document: ExternalDocument): Promise<Packument>;
  /** Kept far longer than the packument, being far smaller. Throws likewise. */
  index(coordinate: PackageCoordinate, document: ExternalDocument): Promise<ExternalIndex>;
}

/** Bytes of all indexes kept. */
const INDEX_BYTES = 32 * 1024 * 1024;
/** About what a version and its SRI take in an index. */
const BYTES_PER_VERSION = 250;

/** @param maxBytes of the text of all packuments kept; parsed they take some times as much */
export function createParsedPackuments(maxBytes: number): ParsedPackuments {
  const packuments = createByteBoundedMap<Packument>(maxBytes);
  const indexes = createByteBoundedMap<ExternalIndex>(INDEX_BYTES);
  const loading = new Map<string, Promise<Packument>>();

  const remember = (documentId: string, size: number, packument: Packument): void => {
    packuments.set(documentId, packument, size);
    if (indexes.get(documentId) !== undefined) return;
    indexes.set(documentId, indexOf(packument), (packument.versions.size + 1) * BYTES_PER_VERSION);
  };

  const load = async (coordinate: PackageCoordinate, document: ExternalDocument): Promise<Packument> => {
    const bytes = await document.load();
    const packument = parsePackument(coordinate, bytes);
    remember(document.documentId, bytes.byteLength, packument);
    return packument;
  };

  const packument = async (coordinate: PackageCoordinate, document: ExternalDocument): Promise<Packument> => {
    const kept = packuments.get(document.documentId);
    if (kept !== undefined) return kept;
    const underWay =
      loading.get(document.documentId) ?? load(coordinate, document).finally(() => loading.delete(document.documentId));
    loading.set(document.documentId, underWay);
    return await underWay;
  };

  return {
    remember,
    packument,
    async index(coordinate, document) {
      return indexes.get(document.documentId) ?? indexOf(await packument(coordinate, document));
    },
  };
}

const indexOf = ({ tags, versions }: Packument): ExternalIndex => ({
  tags,
  versions: new Map([...versions].map(([version, manifest]) => [version, [announcedIntegrity(manifest)]])),
});
