import { randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rendition, RenditionKey, RenditionStore } from "@headwater/resolver";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { openFrames, sealFrames } from "../encryption/frames.ts";
import { createSegmentHash } from "../encryption/segment-hash.ts";
import { renditionName } from "./rendition-name.ts";

/** A temporary file older than this has no writer any more. */
const ABANDONED_AFTER = 3_600_000;

/**
 * Renditions as encrypted files, one per key at `<2 hex>/<32 hex>`, replaced by renaming. Nothing here is synced, and
 * every failure is the miss or the `false` that the port promises: all of it can be computed again.
 * @param options.path the folder; made when it is first written
 */
export function createFileRenditionStore(options: { readonly path: string; readonly keys: DomainKeys }): RenditionStore {
  const { keys, path } = options;
  const hash = createSegmentHash(keys.address);
  const temporary = join(path, "tmp");
  let prepared: Promise<unknown> | undefined;

  const placeOf = (key: RenditionKey): { readonly folder: string; readonly file: string; readonly context: string } => {
    const name = hash(`rendition ${renditionName(key)}`);
    const folder = join(path, name.slice(0, 2));
    return { folder, file: join(folder, name), context: `rendition ${name}` };
  };

  return {
    async get(key) {
      const { context, file } = placeOf(key);
      try {
        return unpack(openFrames(keys, context, await readFile(file)));
      } catch {
        return undefined;
      }
    },
    async put(key, rendition) {
      const { context, file, folder } = placeOf(key);
      const written = join(temporary, `${process.pid}-${randomBytes(8).toString("hex")}`);
      try {
        await (prepared ??= prepare(temporary));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(written, sealFrames(keys, context, pack(rendition)), { flag: "wx", mode: 0o600 });
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

function unpack(packed: Uint8Array): Rendition {
  const view = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const behind = 4 + view.readUInt32BE();
  return { fingerprint: view.toString("utf8", 4, behind), bytes: view.subarray(behind) };
}
