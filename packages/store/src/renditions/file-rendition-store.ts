import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Rendition, RenditionKey, RenditionStore } from "@headwater/resolver";
import { createByteCipher } from "../encryption/byte-cipher.ts";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { createSegmentHash } from "../encryption/segment-hash.ts";
import { fileError, isMissing } from "../files/file-error.ts";
import { NOTED_FOR } from "./noted-use.ts";
import { renditionName } from "./rendition-name.ts";

/** A temporary file older than this has no writer any more. */
const ABANDONED_AFTER = 3_600_000;

/**
 * Renditions as encrypted files, one per key at `<2 hex>/<32 hex>`, replaced by renaming. Nothing here is synced, and
 * every failure is the miss or the `false` that the port promises: all of it can be computed again. A file's time says
 * when it was last used, give or take a day.
 * @param options.path the folder; made when it is first written
 * @param options.clock default: the system's
 */
export function createFileRenditionStore(options: {
  readonly path: string;
  readonly keys: DomainKeys;
  readonly clock?: Clock;
}): RenditionStore {
  const { keys, path, clock = Date } = options;
  const cipher = createByteCipher(keys, "headwater renditions v1");
  const hash = createSegmentHash(keys.address);
  const temporary = join(path, "tmp");
  let prepared: Promise<unknown> | undefined;

  const placeOf = (key: RenditionKey): { readonly folder: string; readonly file: string; readonly name: string } => {
    const name = hash(`rendition ${renditionName(key)}`);
    const folder = join(path, name.slice(0, 2));
    return { folder, file: join(folder, name), name };
  };

  const setTime = (file: string): Promise<void> => utimes(file, clock.now() / 1000, clock.now() / 1000);

  /** Reads a file and notes the use in its time, unless one of the last day is noted there. */
  const readUsed = async (file: string): Promise<Buffer> => {
    const handle = await open(file);
    try {
      const [bytes, { mtimeMs }] = await Promise.all([handle.readFile(), handle.stat()]);
      const now = clock.now();
      // A use that cannot be noted costs at worst a rendition too early.
      if (now - mtimeMs > NOTED_FOR) await handle.utimes(now / 1000, now / 1000).catch(() => undefined);
      return bytes;
    } finally {
      await handle.close();
    }
  };

  return {
    async get(key) {
      const { file, name } = placeOf(key);
      try {
        const packed = cipher.decrypt(name, await readUsed(file));
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
        await setTime(written);
        await rename(written, file);
        return true;
      } catch {
        prepared = undefined;
        await rm(written, { force: true }).catch(() => undefined);
        return false;
      }
    },
    async removeUnused(age, { dryRun = false } = {}) {
      try {
        return await removeOlder(path, clock.now() - age, dryRun);
      } catch (error) {
        throw fileError(error, "write", `the folder of renditions ${path}`);
      }
    },
  };
}

async function removeOlder(
  path: string,
  before: number,
  dryRun: boolean,
): Promise<{ readonly count: number; readonly bytes: number }> {
  let [count, bytes] = [0, 0];
  for (const folder of await namesIn(path)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await namesIn(join(path, folder))) {
      const file = join(path, folder, name);
      const found = await stat(file).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (found === undefined || found.mtimeMs >= before) continue;
      if (!dryRun) await rm(file, { force: true });
      [count, bytes] = [count + 1, bytes + found.size];
    }
  }
  return { count, bytes };
}

/** Of a folder that is not there yet: none. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
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
