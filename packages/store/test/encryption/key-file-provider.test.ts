import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeKeyProvider } from "../../../../test/conformance/key-provider.ts";
import { createKeyFileProvider } from "../../src/encryption/key-file-provider.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();

describeKeyProvider("a file", async () => {
  const folder = await newFolder();
  return {
    provider: createKeyFileProvider({ path: join(folder, "keys", "acme") }),
    same: createKeyFileProvider({ path: join(folder, "keys", "acme") }),
    different: createKeyFileProvider({ path: join(folder, "keys", "other") }),
  };
});

describe("createKeyFileProvider", () => {
  it("makes a key of 32 bytes as base64, for this user alone, and leaves nothing beside it", async () => {
    const folder = await newFolder();
    const path = join(folder, "config", "keys", "acme");
    await createKeyFileProvider({ path }).prepare();
    expect(Buffer.from(await readFile(path, "utf8"), "base64")).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "config", "keys"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, "config", "keys"))).toEqual(["acme"]);
  });

  it("makes one key when many prepare it at the same instant", async () => {
    const path = join(await newFolder(), "keys", "acme");
    const providers = Array.from({ length: 20 }, () => createKeyFileProvider({ path }));
    const wrapped = await Promise.all(
      providers.map(async (provider) => {
        await provider.prepare();
        return provider.wrap(Buffer.alloc(32, 1), {});
      }),
    );
    for (const bytes of wrapped) expect(await createKeyFileProvider({ path }).unwrap(bytes, {})).toHaveLength(32);
  });

  it("has KEY_NOT_FOUND for a file that is not there, names it and does not make it", async () => {
    const path = join(await newFolder(), "keys", "acme");
    const provider = createKeyFileProvider({ path });
    const missing = { code: "KEY_NOT_FOUND", message: `The key file ${path} does not exist.` };
    await expect(provider.unwrap(Buffer.alloc(64), {})).rejects.toMatchObject(missing);
    await expect(provider.wrap(Buffer.alloc(32), {})).rejects.toMatchObject(missing);
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("has KEY_WRONG for a file that holds no key, and leaves it as it is", async () => {
    const path = join(await newFolder(), "acme");
    await writeFile(path, "not a key\n");
    await expect(createKeyFileProvider({ path }).prepare()).rejects.toMatchObject({ code: "KEY_WRONG" });
    expect(await readFile(path, "utf8")).toBe("not a key\n");
  });

  it("has an error of the store when the file cannot be read or made", async () => {
    const folder = await newFolder();
    await expect(createKeyFileProvider({ path: folder }).prepare()).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    await writeFile(join(folder, "file"), "");
    const path = join(folder, "file", "acme");
    await expect(createKeyFileProvider({ path }).prepare()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
