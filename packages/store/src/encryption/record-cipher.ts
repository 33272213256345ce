import { type KeyObject, createCipheriv, createDecipheriv } from "node:crypto";
import { type DomainKeys, currentDataKey, deriveKey } from "./domain-keys.ts";
import { NONCE_BYTES, randomNonce } from "./random-nonce.ts";
import { recordDamaged } from "./store-damaged.ts";

const VERSION = 1;
const HEADER_BYTES = 5;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";
const OPTIONS = { authTagLength: TAG_BYTES } as const;

/** Encrypts the values of records, each bound to the key it is stored under. */
export interface RecordCipher {
  encrypt(storedKey: string, plain: string): string;
  /** @throws STORE_CORRUPT when the text is not exactly what was written under this key */
  decrypt(storedKey: string, text: string): string;
}

/**
 * AES-256-GCM under a fresh nonce, the stored key as associated data. The text is base64 of: version byte, number of
 * the data key (4 bytes, big-endian), nonce, ciphertext, tag.
 */
export function createRecordCipher(keys: DomainKeys): RecordCipher {
  const deriveRecordKey = (key: KeyObject): KeyObject => deriveKey(key, new Uint8Array(0), "headwater records v1");
  const recordKeys = new Map([...keys.data].map(([number, key]) => [number, deriveRecordKey(key)]));
  const current = deriveRecordKey(currentDataKey(keys));

  return {
    encrypt(storedKey, plain) {
      const head = Buffer.allocUnsafe(HEADER_BYTES + NONCE_BYTES);
      head[0] = VERSION;
      head.writeUInt32BE(keys.currentDataKey, 1);
      const nonce = randomNonce();
      head.set(nonce, HEADER_BYTES);
      const cipher = createCipheriv(ALGORITHM, current, nonce, OPTIONS);
      cipher.setAAD(Buffer.from(storedKey));
      const sealed = cipher.update(plain, "utf8");
      const last = cipher.final();
      return Buffer.concat([head, sealed, last, cipher.getAuthTag()]).toString("base64");
    },

    decrypt(storedKey, text) {
      const bytes = Buffer.from(text, "base64");
      // Lenient decoding would let two texts stand for the same bytes.
      if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes.toString("base64") !== text) {
        throw recordDamaged();
      }
      const key = bytes[0] === VERSION ? recordKeys.get(bytes.readUInt32BE(1)) : undefined;
      if (key === undefined) throw recordDamaged();
      const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, OPTIONS);
      decipher.setAAD(Buffer.from(storedKey));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const plain = decipher.update(bytes.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch (error) {
        throw recordDamaged(error);
      }
      return plain.toString("utf8");
    },
  };
}
