import { type KeyObject, createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type DomainKeys, currentDataKey, deriveKey } from "./domain-keys.ts";
import { assetDamaged } from "./store-damaged.ts";

/**
 * Framed encryption after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption
 * and its Nonce-Reuse Misuse-Resistance, 2015), laid out like the payload of an age file, with AES-256-GCM:
 *
 *     header   version byte, number of the data key (4 bytes, big-endian), 32 random bytes of salt
 *     frame*   up to 64 KiB of plaintext encrypted, then its tag of 16 bytes
 *
 * The key of one file is HKDF-SHA-256 of the data key, the salt and the context. The nonce of a frame is its number (11
 * bytes, big-endian) and one byte that is 1 on the last frame only, so a frame that is missing, moved, repeated or
 * changed never opens. Every frame but the last is full; the last one is empty only if there is nothing else.
 */
export const FRAME_BYTES = 65_536;
const VERSION = 1;
const SALT_BYTES = 32;
const TAG_BYTES = 16;
/** A full frame as it is stored. */
export const STORED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES;
export const FRAME_HEADER_BYTES = 1 + 4 + SALT_BYTES;

const ALGORITHM = "aes-256-gcm";
const OPTIONS = { authTagLength: TAG_BYTES } as const;

const fileKey = (dataKey: KeyObject, salt: Uint8Array, context: string): KeyObject =>
  deriveKey(dataKey, salt, `headwater frames v1 ${context}`);

function frameNonce(number: number, isLast: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Turns bytes into frames as they come. */
export interface FrameSealer {
  /** Stands before the first frame. */
  readonly header: Uint8Array;
  /** The frames that these bytes complete, often none. */
  add(bytes: Uint8Array): Uint8Array[];
  /** The last frame; nothing may be added after it. */
  end(): Uint8Array;
}

/** @param context binds the result to its place: it opens only with the same context */
export function createFrameSealer(keys: DomainKeys, context: string): FrameSealer {
  const header = Buffer.concat([Buffer.of(VERSION, 0, 0, 0, 0), randomBytes(SALT_BYTES)]);
  header.writeUInt32BE(keys.currentDataKey, 1);
  const key = fileKey(currentDataKey(keys), header.subarray(5), context);
  let frame = new Uint8Array(0);
  let filled = 0;
  let number = 0;

  const seal = (isLast: boolean): Uint8Array => {
    const cipher = createCipheriv(ALGORITHM, key, frameNonce(number++, isLast), OPTIONS);
    const sealed = Buffer.concat([cipher.update(frame.subarray(0, filled)), cipher.final(), cipher.getAuthTag()]);
    filled = 0;
    return sealed;
  };

  return {
    header,
    add(bytes) {
      const sealed: Uint8Array[] = [];
      let taken = 0;
      while (taken < bytes.length) {
        // A full frame waits until something follows it, because only the last one carries the mark.
        if (filled === FRAME_BYTES) sealed.push(seal(false));
        const part = bytes.subarray(taken, taken + FRAME_BYTES - filled);
        frame = roomFor(frame, filled, filled + part.length);
        frame.set(part, filled);
        filled += part.length;
        taken += part.length;
      }
      return sealed;
    },
    end: () => seal(true),
  };
}

/** The same bytes in an array that holds `size`; most assets are smaller than a frame. */
function roomFor(frame: Uint8Array<ArrayBuffer>, filled: number, size: number): Uint8Array<ArrayBuffer> {
  if (size <= frame.length) return frame;
  const larger = new Uint8Array(Math.min(FRAME_BYTES, Math.max(size, 2 * frame.length)));
  larger.set(frame.subarray(0, filled));
  return larger;
}

/** Opens the frames of one file, each by its number. */
export interface FrameOpener {
  readonly frames: number;
  /** Where a frame begins in the file, header included; `frames` gives the end. */
  offset(number: number): number;
  /** The plaintext of a frame, verified. @throws STORE_CORRUPT */
  open(number: number, stored: Uint8Array): Uint8Array;
}

/**
 * @param header the first {@link FRAME_HEADER_BYTES} of the file
 * @param storedSize bytes of the whole file: it tells which frame must carry the mark of the last
 * @throws STORE_CORRUPT
 */
export function createFrameOpener(
  keys: DomainKeys,
  context: string,
  header: Uint8Array,
  storedSize: number,
): FrameOpener {
  if (storedSize < FRAME_HEADER_BYTES + TAG_BYTES || header[0] !== VERSION) throw assetDamaged();
  const dataKey = keys.data.get(new DataView(header.buffer, header.byteOffset).getUint32(1));
  if (dataKey === undefined) throw assetDamaged();
  const key = fileKey(dataKey, header.subarray(5, FRAME_HEADER_BYTES), context);
  const frames = Math.ceil((storedSize - FRAME_HEADER_BYTES) / STORED_FRAME_BYTES);

  return {
    frames,
    offset: (number) => Math.min(FRAME_HEADER_BYTES + number * STORED_FRAME_BYTES, storedSize),
    open(number, stored) {
      if (stored.length < TAG_BYTES) throw assetDamaged();
      const decipher = createDecipheriv(ALGORITHM, key, frameNonce(number, number === frames - 1), OPTIONS);
      decipher.setAuthTag(stored.subarray(-TAG_BYTES));
      const plain = decipher.update(stored.subarray(0, -TAG_BYTES));
      try {
        decipher.final();
      } catch (error) {
        throw assetDamaged(error);
      }
      return plain;
    },
  };
}

/** How many bytes of plaintext a whole file of frames of this size holds; below 0 for one that is too short to be any. */
export function plainSize(storedSize: number): number {
  const frames = Math.ceil((storedSize - FRAME_HEADER_BYTES) / STORED_FRAME_BYTES);
  return storedSize - FRAME_HEADER_BYTES - Math.max(frames, 1) * TAG_BYTES;
}

/** The bytes of a whole file of frames. @throws STORE_CORRUPT */
export function openFrames(keys: DomainKeys, context: string, stored: Uint8Array): Uint8Array {
  const opener = createFrameOpener(keys, context, stored, stored.length);
  const parts: Uint8Array[] = [];
  for (let number = 0; number < opener.frames; number++) {
    parts.push(opener.open(number, stored.subarray(opener.offset(number), opener.offset(number + 1))));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
