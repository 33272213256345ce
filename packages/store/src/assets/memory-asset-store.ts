import type { AssetLocation, AssetStore, Clock } from "@headwater/resolver";
import { assetNotFound, makeAssetLocation } from "./asset-location.ts";

/** Assets in this process's memory, gone with it. Times are the clock's, by default the system's. */
export function createMemoryAssetStore(options: { readonly clock?: Clock } = {}): AssetStore {
  const clock = options.clock ?? Date;
  const held = new Map<AssetLocation, { readonly bytes: Uint8Array; readonly modifiedTime: number }>();

  const read = async (location: AssetLocation): Promise<Uint8Array> => {
    const asset = held.get(location);
    if (asset === undefined) throw assetNotFound();
    return Uint8Array.from(asset.bytes);
  };

  return {
    async create() {
      let chunks: Uint8Array[] | undefined = [];
      const open = (): Uint8Array[] => {
        if (chunks === undefined) throw new Error("The asset writer is finished or aborted.");
        return chunks;
      };
      return {
        async write(chunk) {
          open().push(Uint8Array.from(chunk));
        },
        async finish() {
          const location = makeAssetLocation();
          held.set(location, { bytes: Buffer.concat(open()), modifiedTime: clock.now() });
          chunks = undefined;
          return location;
        },
        async abort() {
          chunks = undefined;
        },
      };
    },
    async open(location) {
      const bytes = await read(location);
      return new ReadableStream<Uint8Array>({
        start(controller) {
          if (bytes.length > 0) controller.enqueue(bytes);
          controller.close();
        },
      });
    },
    read,
    async sizeOf(location) {
      return held.get(location)?.bytes.byteLength;
    },
    async remove(location) {
      held.delete(location);
    },
    async *list() {
      for (const [location, { bytes, modifiedTime }] of held) {
        yield { location, modifiedTime, storedSize: bytes.length };
      }
    },
    async removeAbandonedWrites() {
      return 0;
    },
  };
}
