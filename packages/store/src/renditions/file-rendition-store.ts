import { randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rendition, RenditionKey, RenditionStore } from "@headwater/resolver";
import { createByteCipher } from "../encryption/byte-cipher.ts";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { createSegmentHash } from "../encryption/segment-hash.ts";
import { renditionName } from "./rendition-name.ts";

/** A temporary file older than this has no writer any more. */
const ABANDONED_AFTER = 3_600_000;

/**
 * Renditions as encrypted files, one per key at `<2 hex>/<32 hex>`, replaced by renaming. Nothing here is synced, and
 * every failure is the miss or the `false` that the port promises: all of it can be computed again.
 * @param options.path the folder; made when it is first written
 */
export function createFileRenditionStore(options: {
  readonly path: string;
  readonly keys: DomainKeys;
}): RenditionStore {
  const { keys, path } = options;
  const cipher = createByteCipher(keys, "headwater renditions v1");
  const hash = createSegmentHash(keys.address);
  const temporary = join(path, "tmp");
  let prepared: Promise<unknown> | undefined;

  const placeOf = (key: RenditionKey): { readonly folder: string; readonly file: string; readonly name: string } => {
    const name = hash(`rendition ${renditionName(key)}`);
    const folder = join(path, name.slice(0, 2));
    return { folder, file: join(folder, name), name };
  };

  return {
    async get(key) {
      const { file, name } = placeOf(key);
      try {
        const packed = cipher.decrypt(name, await readFile(file));
        return packed === undefined ? undefined : unpack(packed);
      } catch {
        return undefined;
      }
    },
    async put(key, rendition) {
      const { file, folder, name } = placeOf(key);
      const written = join(temporary, `${process.pid}-${randomBytes(8).toString("hex")}`);
      try {
        await (prepared ??= prepare(temporary));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(written, cipher.encrypt(name, pack(rendition)), { flag: "wx", mode: 0o600 });
        await rename(written, file);
        return true;
      } catch {
        prepared = undefined;
        await rm(written, { force: true }).catch(() => undefined);
        return false;
      }
    },
  };
}

async function prepare(temporary: string): Promise<void> {
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  for (const name of await readdir(temporary)) {
    const file = join(temporary, name);
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER) await rm(file, { force: true });
  }
}

/** Length of the fingerprint (4 bytes, big-endian), the fingerprint, the bytes. */
function pack(rendition: Rendition): Uint8Array {
  const fingerprint = Buffer.from(rendition.fingerprint);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(fingerprint.length);
  return Buffer.concat([length, fingerprint, rendition.bytes]);
}

function unpack(packed: Buffer): Rendition {
  const behind = 4 + packed.readUInt32BE();
  return { fingerprint: packed.toString("utf8", 4, behind), bytes: packed.subarray(behind) };
}
