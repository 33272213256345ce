import { createByteCipher } from "./byte-cipher.ts";
import type { DomainKeys } from "./domain-keys.ts";
import { recordDamaged } from "./store-damaged.ts";

/** Encrypts the values of records, each bound to the key it is stored under. */
export interface RecordCipher {
  encrypt(storedKey: string, plain: string): string;
  /** @throws STORE_CORRUPT when the text is not exactly what was written under this key */
  decrypt(storedKey: string, text: string): string;
}

/**
 * The text is base64 of what {@link createByteCipher} makes.
 * Proven in `packages/store/test/references/record-codec.test.ts`.
 */
export function createRecordCipher(keys: DomainKeys): RecordCipher {
  const cipher = createByteCipher(keys, "headwater records v1");
  return {
    encrypt: (storedKey, plain) => cipher.encrypt(storedKey, Buffer.from(plain)).toString("base64"),
    decrypt(storedKey, text) {
      const sealed = Buffer.from(text, "base64");
      // Lenient decoding would let two texts stand for the same bytes.
      const plain = sealed.toString("base64") === text ? cipher.decrypt(storedKey, sealed) : undefined;
      if (plain === undefined) throw recordDamaged();
      return plain.toString("utf8");
    },
  };
}
