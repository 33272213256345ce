import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";
import { fileError, isMissing, isPresent } from "../files/file-error.ts";
import { keyInHand } from "./key-in-hand.ts";
import type { KeyProvider } from "./key-provider.ts";
import { parseKey } from "./parse-key.ts";

export interface KeyFileProviderOptions {
  /** Path of the key file; the file and its folders are made when a domain is created. */
  readonly path: string;
}

/**
 * The domain key in a local file: 32 bytes as base64, readable by its owner alone (0600, new folders 0700). The file
 * appears complete or not at all, and never replaces one that is there.
 */
export function createKeyFileProvider(options: KeyFileProviderOptions): KeyProvider {
  const path = resolve(options.path);
  const describe = (): string => `the key file ${path}`;
  return {
    ...keyInHand(() => readKeyFile(path), describe),
    keyFile: path,
    async prepare() {
      try {
        await readKeyFile(path);
        return;
      } catch (error) {
        if (!isHeadwaterError(error) || error.code !== "KEY_NOT_FOUND") throw error;
      }
      try {
        await makeKeyFile(path);
      } catch (error) {
        throw fileError(error, "write", describe());
      }
    },
  };
}

async function readKeyFile(path: string): Promise<Uint8Array> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (!isMissing(error)) throw fileError(error, "read", `the key file ${path}`);
    throw new HeadwaterError("KEY_NOT_FOUND", `The key file ${path} does not exist.`, {
      hint: "Put the key of this store back there, or name the right file: without its key nobody can read a store.",
      cause: error,
    });
  }
  return parseKey(text, `the key file ${path}`);
}

/** Writes a new key beside its place and links it there, which fails when another process was faster: then that one counts. */
async function makeKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString("hex")}`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path);
  } catch (error) {
    if (!isPresent(error)) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
