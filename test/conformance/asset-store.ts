import { randomBytes } from "node:crypto";
import type { AssetLocation, AssetStore, StoredAssetEntry } from "@headwater/resolver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

export interface OpenedAssetStore {
  readonly store: AssetStore;
  close(): Promise<void>;
}

const FRAME = 65_536;

/** Sizes around the ends of frames, and one that takes several reads. */
const SIZES = [0, 1, 1_000, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 8 * FRAME + 5, 20 * FRAME - 3];

/** Writes bytes in pieces, as a download gives them. */
export async function storeAsset(store: AssetStore, bytes: Uint8Array, pieceSize = 50_000): Promise<AssetLocation> {
  const writer = await store.create();
  for (let start = 0; start < bytes.length; start += pieceSize) {
    await writer.write(bytes.subarray(start, start + pieceSize));
  }
  return writer.finish();
}

export async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function entriesOf(store: AssetStore): Promise<readonly StoredAssetEntry[]> {
  const entries: StoredAssetEntry[] = [];
  for await (const entry of store.list()) entries.push(entry);
  return entries;
}

/** What the port `AssetStore` promises. `clock` says what times the store was opened to give. */
export function describeAssetStore(name: string, open: (clock: { now(): number }) => Promise<OpenedAssetStore>): void {
  describe(`the asset store of ${name}`, () => {
    let opened: OpenedAssetStore;
    let store: AssetStore;
    let now = 1_700_000_000_000;
    beforeEach(async () => {
      opened = await open({ now: () => now });
      store = opened.store;
    });
    afterEach(() => opened.close());

    it.each(SIZES)("gives back %i bytes as they were written, whole and as a stream", async (size) => {
      const bytes = randomBytes(size);
      const location = await storeAsset(store, bytes);
      expect(Buffer.compare(await store.read(location), bytes)).toBe(0);
      expect(Buffer.compare(await readStream(await store.open(location)), bytes)).toBe(0);
    });

    it("tells how many bytes lie at a location without giving them, and undefined where nothing lies", async () => {
      for (const size of SIZES) expect(await store.sizeOf(await storeAsset(store, randomBytes(size)))).toBe(size);
      const gone = await storeAsset(store, randomBytes(10));
      await store.remove(gone);
      for (const location of [gone, "", "../../etc/passwd"]) expect(await store.sizeOf(location)).toBeUndefined();
    });

    it("takes pieces of any size, empty ones too", async () => {
      const bytes = randomBytes(200_000);
      for (const pieceSize of [7_001, FRAME, 150_000, 200_000]) {
        expect(Buffer.compare(await store.read(await storeAsset(store, bytes, pieceSize)), bytes)).toBe(0);
      }
      const writer = await store.create();
      await writer.write(new Uint8Array(0));
      await writer.write(bytes.subarray(0, 10));
      await writer.write(new Uint8Array(0));
      expect(await store.read(await writer.finish())).toHaveLength(10);
    });

    it("does not keep a hold on what a caller passed in or was given", async () => {
      const bytes = Buffer.from("the bytes as they were");
      const writer = await store.create();
      await writer.write(bytes);
      bytes.fill(0);
      const location = await writer.finish();
      (await store.read(location)).fill(0);
      expect(Buffer.from(await store.read(location)).toString()).toBe("the bytes as they were");
    });

    it("gives every write a location of its own, also for the same bytes", async () => {
      const bytes = randomBytes(10);
      const locations = [await storeAsset(store, bytes), await storeAsset(store, bytes)];
      expect(new Set(locations).size).toBe(2);
      await store.remove(locations[0] ?? "");
      expect(await store.read(locations[1] ?? "")).toHaveLength(10);
    });

    it("has ASSET_NOT_FOUND for a location with nothing, and for what is no location", async () => {
      const gone = await storeAsset(store, randomBytes(10));
      await store.remove(gone);
      for (const location of [gone, "", "../../etc/passwd", "aa/../../../etc/passwd", `${gone}\0`, `${gone}/..`]) {
        await expect(store.open(location)).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
        await expect(store.read(location)).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
      }
    });

    it("removes what is there, and takes it as done when nothing is", async () => {
      const location = await storeAsset(store, randomBytes(10));
      await store.remove(location);
      await store.remove(location);
      await store.remove("../outside");
      expect(await entriesOf(store)).toEqual([]);
    });

    it("lists every asset with its time and size, and none that is still being written", async () => {
      const first = await storeAsset(store, randomBytes(100));
      now += 5_000;
      const second = await storeAsset(store, randomBytes(FRAME + 1));
      const writer = await store.create();
      await writer.write(randomBytes(300_000));
      const entries = (await entriesOf(store)).toSorted((a, b) => a.modifiedTime - b.modifiedTime);
      expect(entries.map(({ location, modifiedTime }) => [location, modifiedTime])).toEqual([
        [first, now - 5_000],
        [second, now],
      ]);
      expect(entries[0]?.storedSize).toBeGreaterThanOrEqual(100);
      expect(entries[1]?.storedSize).toBeGreaterThanOrEqual(FRAME + 1);
      await writer.abort();
    });

    it("leaves nothing behind after an abort, which may come twice or after the end", async () => {
      const writer = await store.create();
      await writer.write(randomBytes(300_000));
      await writer.abort();
      await writer.abort();
      await expect(writer.write(randomBytes(1))).rejects.toThrow("aborted");
      await expect(writer.finish()).rejects.toThrow("aborted");
      expect(await entriesOf(store)).toEqual([]);
      expect(await store.removeAbandonedWrites(-1_000)).toBe(0);

      const finished = await store.create();
      await finished.write(randomBytes(10));
      const location = await finished.finish();
      await finished.abort();
      expect(await store.read(location)).toHaveLength(10);
    });

    it("leaves a write in progress alone when it removes abandoned ones", async () => {
      const writer = await store.create();
      await writer.write(randomBytes(300_000));
      expect(await store.removeAbandonedWrites(-1_000)).toBe(0);
      expect(await store.read(await writer.finish())).toHaveLength(300_000);
    });

    it("lets a reader stop in the middle", async () => {
      const location = await storeAsset(store, randomBytes(20 * FRAME));
      const reader = (await store.open(location)).getReader();
      expect((await reader.read()).done).toBe(false);
      await reader.cancel();
      await (await store.open(location)).cancel();
      await store.remove(location);
    });

    it("serves many readers and writers at the same time", async () => {
      const assets = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const bytes = randomBytes(index * 20_000);
          return { bytes, location: await storeAsset(store, bytes) };
        }),
      );
      const read = await Promise.all(assets.map(async ({ location }) => readStream(await store.open(location))));
      expect(read.every((bytes, index) => Buffer.compare(bytes, assets[index]?.bytes ?? Buffer.of()) === 0)).toBe(true);
    });
  });
}
