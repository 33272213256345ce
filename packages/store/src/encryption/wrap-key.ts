import { createCipheriv, createDecipheriv } from "node:crypto";
import { canonicalJson } from "@headwater/resolver";
import type { KeyContext } from "./key-provider.ts";
import { NONCE_BYTES, randomNonce } from "./random-nonce.ts";

const VERSION = 1;
const TAG_BYTES = 16;

const associatedData = (context: KeyContext): Uint8Array => Buffer.from(canonicalJson(context));

/** AES-256-GCM under a fresh nonce with the context as associated data: version byte, nonce, ciphertext, tag. */
export function wrapKey(domainKey: Uint8Array, plain: Uint8Array, context: KeyContext): Uint8Array {
  const nonce = randomNonce();
  const cipher = createCipheriv("aes-256-gcm", domainKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()]);
}

/**
 * The reverse of {@link wrapKey}; `undefined` when key, context or bytes are not the ones it was made with.
 * Proven in `test/conformance/key-provider.ts`.
 */
export function unwrapKey(domainKey: Uint8Array, wrapped: Uint8Array, context: KeyContext): Uint8Array | undefined {
  if (wrapped.length < 1 + NONCE_BYTES + TAG_BYTES || wrapped[0] !== VERSION) return undefined;
  const nonce = wrapped.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", domainKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(context));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  const plain = decipher.update(wrapped.subarray(1 + NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}
