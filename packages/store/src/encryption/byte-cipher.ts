import { type KeyObject, createCipheriv, createDecipheriv } from "node:crypto";
import { type DomainKeys, currentDataKey, deriveKey } from "./domain-keys.ts";
import { NONCE_BYTES, randomNonce } from "./random-nonce.ts";

const VERSION = 1;
const HEADER_BYTES = 5;
const BODY = HEADER_BYTES + NONCE_BYTES;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";
const OPTIONS = { authTagLength: TAG_BYTES } as const;

/** Encrypts bytes in one piece, each bound to the place it is stored at. */
export interface ByteCipher {
  encrypt(place: string, plain: Uint8Array): Buffer;
  /** `undefined` when the bytes are not exactly what was written for this place. */
  decrypt(place: string, sealed: Buffer): Buffer | undefined;
}

/**
 * AES-256-GCM under a fresh nonce, the place as associated data: version byte, number of the data key (4 bytes,
 * big-endian), nonce, ciphertext, tag.
 * @param purpose makes the keys differ from those of every other purpose
 */
export function createByteCipher(keys: DomainKeys, purpose: string): ByteCipher {
  const derive = (key: KeyObject): KeyObject => deriveKey(key, new Uint8Array(0), purpose);
  const derived = new Map([...keys.data].map(([number, key]) => [number, derive(key)]));
  const current = derive(currentDataKey(keys));
  const header = Buffer.of(VERSION, 0, 0, 0, 0);
  header.writeUInt32BE(keys.currentDataKey, 1);

  return {
    encrypt(place, plain) {
      const nonce = randomNonce();
      const cipher = createCipheriv(ALGORITHM, current, nonce, OPTIONS);
      cipher.setAAD(Buffer.from(place));
      return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(place, sealed) {
      if (sealed.length < BODY + TAG_BYTES || sealed[0] !== VERSION) return undefined;
      const key = derived.get(sealed.readUInt32BE(1));
      if (key === undefined) return undefined;
      const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(HEADER_BYTES, BODY), OPTIONS);
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const plain = decipher.update(sealed.subarray(BODY, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return plain;
    },
  };
}
