import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RenditionKey } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { describeRenditionStore } from "../../../../test/conformance/rendition-store.ts";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { createFileRenditionStore } from "../../src/renditions/file-rendition-store.ts";
import { filesIn, filesWith } from "../folder-contents.ts";
import { textLike } from "../matchers.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const keys = makeDomainKeys();

describeRenditionStore("files", async (clock) => ({
  store: createFileRenditionStore({ path: join(await newFolder(), "renditions"), keys, clock }),
  close: async () => undefined,
}));

describe("createFileRenditionStore", () => {
  const key: RenditionKey = { repository: "team", package: "npm//express", variant: "full" };
  const rendition = { fingerprint: "f", bytes: Buffer.from('{"name":"express"}') };

  it("keeps one file for a key, for this user alone, with nothing in clear text", async () => {
    const path = join(await newFolder(), "renditions");
    const store = createFileRenditionStore({ path, keys });
    await store.put(key, rendition);
    await store.put(key, { ...rendition, fingerprint: "g" });
    const files = await filesIn(path);
    expect(files).toEqual([textLike(/^([0-9a-f]{2})\/\1[0-9a-f]{30}$/)]);
    expect((await stat(join(path, files[0] ?? ""))).mode & 0o777).toBe(0o600);
    expect(await filesWith(path, "express")).toEqual([]);
  });

  it("is seen by another process of the same domain and missed by one of another", async () => {
    const path = await newFolder();
    await createFileRenditionStore({ path, keys }).put(key, rendition);
    expect((await createFileRenditionStore({ path, keys }).get(key))?.fingerprint).toBe("f");
    expect(await createFileRenditionStore({ path, keys: makeDomainKeys() }).get(key)).toBeUndefined();
  });

  it("misses what is damaged, and replaces it", async () => {
    const path = await newFolder();
    const store = createFileRenditionStore({ path, keys });
    await store.put(key, rendition);
    const [name] = await filesIn(path);
    const file = join(path, name ?? "");
    const intact = await readFile(file);
    for (let index = 0; index < intact.length; index++) {
      const flipped = Buffer.from(intact);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      await writeFile(file, flipped);
      expect(await store.get(key)).toBeUndefined();
    }
    await writeFile(file, "");
    expect(await store.get(key)).toBeUndefined();
    expect(await store.put(key, rendition)).toBe(true);
    expect((await store.get(key))?.fingerprint).toBe("f");
  });

  it("misses a rendition that lies in the place of another", async () => {
    const path = await newFolder();
    const store = createFileRenditionStore({ path, keys });
    await store.put(key, rendition);
    const [one = ""] = await filesIn(path);
    const other = { ...key, variant: "abbreviated" };
    await store.put(other, rendition);
    const two = (await filesIn(path)).find((file) => file !== one) ?? "";
    await writeFile(join(path, two), await readFile(join(path, one)));
    expect(await store.get(other)).toBeUndefined();
  });

  it("reports a failed put by its result alone, and works again once it can", async () => {
    const folder = await newFolder();
    const path = join(folder, "renditions");
    await writeFile(path, "a file in the folder's place");
    const store = createFileRenditionStore({ path, keys });
    expect(await store.put(key, rendition)).toBe(false);
    expect(await store.get(key)).toBeUndefined();
    await rm(path);
    expect(await store.put(key, rendition)).toBe(true);
  });

  it("removes what a dead writer left an hour ago", async () => {
    const path = await newFolder();
    await mkdir(join(path, "tmp"));
    for (const [name, hours] of [
      ["old", 2],
      ["young", 0],
    ] as const) {
      const file = join(path, "tmp", name);
      await writeFile(file, "x");
      const time = Date.now() / 1000 - hours * 3_600;
      await utimes(file, time, time);
    }
    await createFileRenditionStore({ path, keys }).put(key, rendition);
    expect((await filesIn(path)).filter((file) => file.startsWith("tmp"))).toEqual(["tmp/young"]);
  });

  it("writes nothing for a use within a day of the last one", async () => {
    let now = Date.now();
    const path = await newFolder();
    const store = createFileRenditionStore({ path, keys, clock: { now: () => now } });
    await store.put(key, rendition);
    const [name = ""] = await filesIn(path);
    const timeOf = async (): Promise<number> => (await stat(join(path, name))).mtimeMs;
    const written = await timeOf();
    now += 23 * 3_600_000;
    await store.get(key);
    expect(await timeOf()).toBe(written);
    now += 2 * 3_600_000;
    await store.get(key);
    expect(await timeOf()).toBeGreaterThan(written);
  });

  it("has nothing unused where there is no folder yet, and passes over what is no rendition", async () => {
    const path = join(await newFolder(), "renditions");
    const clock = { now: () => Date.now() + 1_000_000 };
    expect(await createFileRenditionStore({ path, keys, clock }).removeUnused(0)).toEqual({ count: 0, bytes: 0 });
    await mkdir(path);
    await writeFile(join(path, "notes.txt"), "x");
    expect(await createFileRenditionStore({ path, keys, clock }).removeUnused(0)).toEqual({ count: 0, bytes: 0 });
    expect(await filesIn(path)).toEqual(["notes.txt"]);
  });
});
