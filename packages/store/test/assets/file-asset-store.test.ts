import { randomBytes } from "node:crypto";
import { readFile, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeAssetStore, readStream, storeAsset } from "../../../../test/conformance/asset-store.ts";
import { openFileAssetStore } from "../../src/assets/file-asset-store.ts";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { filesIn, filesWith } from "../folder-contents.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const keys = makeDomainKeys();

describeAssetStore("files", async (clock) => ({
  store: await openFileAssetStore({ path: join(await newFolder(), "assets"), keys, clock }),
  close: async () => undefined,
}));

describe("openFileAssetStore", () => {
  const corrupt = { code: "STORE_CORRUPT" };

  it("keeps files and folders to this user and lays assets out by the first two digits of their names", async () => {
    const path = join(await newFolder(), "a", "assets");
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, randomBytes(10));
    expect(location).toMatch(/^([0-9a-f]{2})\/\1[0-9a-f]{30}$/);
    expect(await filesIn(path)).toEqual([location]);
    expect((await stat(join(path, location))).mode & 0o777).toBe(0o600);
    for (const folder of [path, join(path, "tmp"), join(path, location.slice(0, 2))]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
  });

  it("writes nothing in clear text, not even while it is still writing", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const text = "module.exports = 'express'; ";
    const writer = await store.create();
    await writer.write(Buffer.from(text.repeat(20_000)));
    expect(await filesIn(path)).toHaveLength(1);
    expect(await filesWith(path, "express")).toEqual([]);
    await writer.finish();
    expect(await filesWith(path, "express")).toEqual([]);
  });

  it("finds a flipped bit anywhere in a file", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, Buffer.from("some bytes"));
    const intact = await readFile(join(path, location));
    for (let bit = 0; bit < intact.length * 8; bit++) {
      const flipped = Buffer.from(intact);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(join(path, location), flipped);
      await expect(store.read(location)).rejects.toMatchObject(corrupt);
    }
    await writeFile(join(path, location), intact);
    expect(await store.read(location)).toHaveLength(10);
  });

  it("gives a stream's intact frames and then the error, never a byte of the damaged frame", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const bytes = randomBytes(20 * 65_536);
    const location = await storeAsset(store, bytes);
    const stored = await readFile(join(path, location));
    const place = 37 + 12 * (65_536 + 16) + 100;
    stored[place] = (stored[place] ?? 0) ^ 4;
    await writeFile(join(path, location), stored);

    const released: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of await store.open(location)) released.push(chunk);
    })();
    await expect(reading).rejects.toMatchObject(corrupt);
    expect(Buffer.compare(Buffer.concat(released), bytes.subarray(0, 12 * 65_536))).toBe(0);
  });

  it.each([
    ["nothing", 0],
    ["half a header", 20],
    ["the header alone", 37],
    ["all but the last byte", -1],
    ["whole frames only", 37 + 2 * (65_536 + 16)],
  ])("finds a file that was cut down to %s", async (_, length) => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, randomBytes(3 * 65_536));
    const stored = await readFile(join(path, location));
    await writeFile(join(path, location), stored.subarray(0, length < 0 ? stored.length + length : length));
    await expect(store.read(location)).rejects.toMatchObject(corrupt);
    await expect(store.open(location).then(readStream)).rejects.toMatchObject(corrupt);
  });

  it("finds an intact file that lies in the place of another", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const [one, two] = [await storeAsset(store, randomBytes(10)), await storeAsset(store, randomBytes(10))];
    await writeFile(join(path, one), await readFile(join(path, two)));
    await expect(store.read(one)).rejects.toMatchObject(corrupt);
  });

  it("does not open under the keys of another domain", async () => {
    const path = await newFolder();
    const location = await storeAsset(await openFileAssetStore({ path, keys }), randomBytes(10));
    const other = await openFileAssetStore({ path, keys: makeDomainKeys() });
    await expect(other.read(location)).rejects.toMatchObject(corrupt);
  });

  it("removes what dead writers left once it is old enough, and nothing else", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, randomBytes(10));
    const hourAgo = Date.now() / 1000 - 3_600;
    const deadPid = 2 ** 22 + 1;
    for (const [name, time] of [
      [`${deadPid}-old`, hourAgo],
      [`${deadPid}-young`, Date.now() / 1000],
      [`${process.ppid}-alive`, hourAgo],
      [`${process.pid}-earlier`, hourAgo],
    ] as const) {
      await writeFile(join(path, "tmp", name), "x");
      await utimes(join(path, "tmp", name), time, time);
    }
    expect(await store.removeAbandonedWrites(60_000, { dryRun: true })).toBe(2);
    expect(await readdir(join(path, "tmp"))).toHaveLength(4);
    expect(await store.removeAbandonedWrites(60_000)).toBe(2);
    expect(await readdir(join(path, "tmp"))).toEqual([`${deadPid}-young`, `${process.ppid}-alive`].toSorted());
    expect(await store.read(location)).toHaveLength(10);
  });

  it("tells another size of what was cut short or added to, so that a look at sizes alone sees it", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, randomBytes(200_000));
    const stored = await readFile(join(path, location));
    for (const length of [0, 1, 40, 100_000, stored.length - 1]) {
      await writeFile(join(path, location), stored.subarray(0, length));
      expect(await store.sizeOf(location)).not.toBe(200_000);
    }
    await writeFile(join(path, location), Buffer.concat([stored, Buffer.of(0)]));
    expect(await store.sizeOf(location)).toBe(200_001);
  });

  it("passes over files in its folder that are no assets", async () => {
    const path = await newFolder();
    const store = await openFileAssetStore({ path, keys });
    const location = await storeAsset(store, randomBytes(10));
    await writeFile(join(path, "notes.txt"), "x");
    await writeFile(join(path, location.slice(0, 2), "notes.txt"), "x");
    const listed: string[] = [];
    for await (const entry of store.list()) listed.push(entry.location);
    expect(listed).toEqual([location]);
  });
});
