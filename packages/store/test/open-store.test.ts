import { randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Change } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { storeAsset } from "../../../test/conformance/asset-store.ts";
import { createKeyFileProvider } from "../src/encryption/key-file-provider.ts";
import { createKeyTextProvider } from "../src/encryption/key-text-provider.ts";
import { type OpenStoreOptions, openStore } from "../src/open-store.ts";
import { loadNodeSqlite } from "../src/references/load-node-sqlite.ts";
import { filesIn, filesWith } from "./folder-contents.ts";
import { textWith } from "./matchers.ts";
import { temporaryFolders } from "./temporary-folder.ts";

const newFolder = temporaryFolders();
const { DatabaseSync } = loadNodeSqlite();
const keyText = randomBytes(32).toString("base64");

async function options(change: Partial<OpenStoreOptions> = {}, folder?: string): Promise<OpenStoreOptions> {
  const path = folder ?? join(await newFolder(), "store");
  return {
    references: { type: "sqlite", path: join(path, "references.sqlite") },
    assets: { type: "file", path: join(path, "assets") },
    domain: { name: "acme", owner: "111122223333" },
    keyProvider: createKeyTextProvider({ text: keyText, origin: "the variable HEADWATER_KEY" }),
    ...change,
  };
}

/** The folder of the store, with every file in it and what it holds. */
async function contentsOf({ references }: OpenStoreOptions): Promise<Readonly<Record<string, string>>> {
  if (references.type !== "sqlite") return {};
  const folder = join(references.path, "..");
  const contents: Record<string, string> = {};
  for (const file of await filesIn(folder)) contents[file] = (await readFile(join(folder, file))).toString("base64");
  return contents;
}

const EXPRESS: Change = {
  type: "put",
  key: { type: "package", repository: "team-repository", package: { format: "npm", name: "express" } },
  value: { originControls: { publish: "BLOCK", upstream: "ALLOW" }, tags: { "latest-tag": "5.1.0" } },
};

async function fill(given: OpenStoreOptions): Promise<string> {
  const { assets, close, references, renditions } = await openStore(given);
  await references.commit([
    EXPRESS,
    {
      type: "put",
      key: {
        type: "external",
        connection: "public:npmjs https://npm.example.com/",
        package: { format: "npm", name: "express" },
      },
      value: { document: "somewhere", documentId: "express-document", size: 1, confirmedTime: 1 },
    },
  ]);
  const location = await storeAsset(
    assets,
    Buffer.from("express is fast, unopinionated and minimalist ".repeat(5_000)),
  );
  const key = { repository: "team-repository", package: "npm//express", variant: "full" };
  await renditions.put(key, { fingerprint: "express", bytes: Buffer.from('{"name":"express"}') });
  await close();
  return location;
}

describe("openStore", () => {
  it("makes a store for this user alone on first use, and opens it with all that is in it the next time", async () => {
    const given = await options();
    const first = await openStore(given);
    expect(first.created).toBe(true);
    expect((await first.references.get({ type: "domain" }))?.value).toMatchObject(given.domain);
    await first.close();
    const location = await fill(given);

    const again = await openStore(given);
    expect(again.created).toBe(false);
    expect((await again.references.get(EXPRESS.key))?.value).toEqual(EXPRESS.value);
    expect(Buffer.from(await again.assets.read(location)).toString()).toContain("minimalist");
    expect(
      (await again.renditions.get({ repository: "team-repository", package: "npm//express", variant: "full" }))
        ?.fingerprint,
    ).toBe("express");
    await again.close();
    for (const file of Object.keys(await contentsOf(given))) {
      const folder = given.references.type === "sqlite" ? join(given.references.path, "..") : "";
      expect([file, (await stat(join(folder, file))).mode & 0o077]).toEqual([file, 0]);
      expect((await stat(join(folder, file, ".."))).mode & 0o077).toBe(0);
    }
  });

  it("shows no name, no content and no key anywhere in its folder", async () => {
    const folder = join(await newFolder(), "store");
    const given = await options({}, folder);
    await fill(given);
    const words = ["express", "minimalist", "team-repository", "npmjs", "latest-tag", "5.1.0", "BLOCK", keyText];
    for (const word of words) expect([word, await filesWith(folder, word)]).toEqual([word, []]);
    expect(await filesWith(folder, Buffer.from(keyText, "base64"))).toEqual([]);
  });

  it("keeps references, assets and renditions in memory when told so", async () => {
    const memory = { references: { type: "memory" }, assets: { type: "memory" } } as const;
    const { assets, close, created, references } = await openStore(await options(memory));
    expect(created).toBe(true);
    await references.commit([EXPRESS]);
    expect((await references.get(EXPRESS.key))?.value).toEqual(EXPRESS.value);
    expect(await assets.read(await storeAsset(assets, Buffer.from("x")))).toHaveLength(1);
    await close();
  });

  it("makes a key file on first use, outside the store, and never a second one for the same store", async () => {
    const folder = await newFolder();
    const keyFile = join(folder, "keys", "acme");
    const given = await options({ keyProvider: createKeyFileProvider({ path: keyFile }) }, join(folder, "store"));
    await fill(given);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const before = await contentsOf(given);
    await rm(keyFile);
    await expect(openStore(given)).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
    expect(await readdir(join(folder, "keys"))).toEqual([]);
    expect(await contentsOf(given)).toEqual(before);
  });

  it.each([
    ["beside the records", ["key"]],
    ["among the assets", ["assets", "keys", "key"]],
  ])("refuses a key file that lies %s, before it makes anything", async (_, place) => {
    const folder = join(await newFolder(), "store");
    const keyFile = join(folder, ...place);
    const given = await options({ keyProvider: createKeyFileProvider({ path: keyFile }) }, folder);
    await expect(openStore(given)).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: textWith(keyFile),
    });
    await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("has KEY_WRONG for another key, and leaves the store as it was", async () => {
    const given = await options();
    const location = await fill(given);
    const before = await contentsOf(given);
    const other = createKeyTextProvider({
      text: randomBytes(32).toString("hex"),
      origin: "the variable HEADWATER_KEY",
    });
    await expect(openStore({ ...given, keyProvider: other })).rejects.toMatchObject({
      code: "KEY_WRONG",
      message: textWith("the variable HEADWATER_KEY"),
    });
    expect(await contentsOf(given)).toEqual(before);
    const { assets, close } = await openStore(given);
    expect((await assets.read(location)).length).toBeGreaterThan(0);
    await close();
  });

  it("has CONFIGURATION_INVALID for another domain's store, and leaves it as it was", async () => {
    const given = await options();
    await fill(given);
    const before = await contentsOf(given);
    for (const domain of [
      { name: "other", owner: given.domain.owner },
      { name: given.domain.name, owner: "999999999999" },
    ]) {
      await expect(openStore({ ...given, domain })).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
    }
    expect(await contentsOf(given)).toEqual(before);
  });

  it("refuses an asset folder of another store, so that no sweep can empty it", async () => {
    const one = await options();
    await fill(one);
    const two = await options({ assets: one.assets });
    await expect(openStore(two)).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  });

  it("has STORE_TOO_NEW for a store that a newer Headwater made, names it and changes nothing", async () => {
    const given = await options();
    await fill(given);
    if (given.references.type !== "sqlite") throw new Error("The store is not on SQLite.");
    const database = new DatabaseSync(given.references.path);
    const row = database.prepare("SELECT value FROM keyv WHERE key = 'schema'").get();
    const { value } = JSON.parse(String(row?.["value"])) as { readonly value: string };
    const record = { ...(JSON.parse(value) as object), minWriter: 12, release: "4.5.6" };
    const newer = JSON.stringify({ value: JSON.stringify(record) });
    database.prepare("UPDATE keyv SET value = ? WHERE key = 'schema'").run(newer);
    database.close();
    const before = await contentsOf(given);
    await expect(openStore(given)).rejects.toMatchObject({
      code: "STORE_TOO_NEW",
      message: textWith("Headwater 4.5.6"),
    });
    expect(await contentsOf(given)).toEqual(before);
  });

  it.each(["references", "assets"] as const)(
    "refuses %s on a network file system, before it makes anything",
    async (part) => {
      const folder = await newFolder();
      const remote = join(folder, "remote");
      const given = await options(
        {
          [part]:
            part === "references" ? { type: "sqlite", path: join(remote, "x.sqlite") } : { type: "file", path: remote },
          fileSystem: async (path: string) => ({ type: path.startsWith(remote) ? 0x6969 : 0xef53 }),
        },
        join(folder, "local"),
      );
      await expect(openStore(given)).rejects.toMatchObject({
        code: "STORE_ON_NETWORK_FILE_SYSTEM",
        message: textWith(remote),
      });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("has STORE_CORRUPT for a flipped bit in any record, and reads the others", async () => {
    const given = await options();
    await fill(given);
    if (given.references.type !== "sqlite") throw new Error("The store is not on SQLite.");
    const { close, references } = await openStore(given);
    const stored = await references.get(EXPRESS.key);
    const database = new DatabaseSync(given.references.path);
    const damaged = `${stored?.stamp.startsWith("B") === true ? "A" : "B"}${stored?.stamp.slice(1)}`;
    database
      .prepare("UPDATE keyv SET value = ? WHERE value = ?")
      .run(JSON.stringify({ value: damaged }), JSON.stringify({ value: stored?.stamp }));
    database.close();
    await expect(references.get(EXPRESS.key)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await expect(references.list({ type: "package", repository: "team-repository" })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
    expect(await references.get({ type: "domain" })).toBeDefined();
    await close();
  });

  it("lets another process open the store when opening failed", async () => {
    const given = await options();
    const assets = given.assets.type === "file" ? given.assets.path : "";
    await mkdir(join(assets, ".."), { recursive: true });
    await writeFile(assets, "a file in the folder's place");
    await expect(openStore(given)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await rm(assets);
    const { close, created } = await openStore(given);
    expect(created).toBe(false);
    await close();
  });
});
