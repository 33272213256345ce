import { randomFillSync } from "node:crypto";

export const NONCE_BYTES = 12;

const pool = Buffer.alloc(512 * NONCE_BYTES);
let used = pool.length;

/** Fresh random bytes for one AES-GCM nonce, drawn many at a time: asking for twelve costs as much as asking for thousands. */
export function randomNonce(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const nonce = Uint8Array.prototype.slice.call(pool, used, used + NONCE_BYTES);
  used += NONCE_BYTES;
  return nonce;
}
