import { createHash } from "node:crypto";
import type { AssetHashes } from "./asset.ts";

/** Computes all four digests and the size of bytes as they pass (A2). */
export interface Digest {
  update(chunk: Uint8Array): void;
  finish(): { readonly size: number; readonly hashes: AssetHashes };
}

export function createDigest(): Digest {
  const hashes = [createHash("md5"), createHash("sha1"), createHash("sha256"), createHash("sha512")] as const;
  let size = 0;
  return {
    update(chunk) {
      size += chunk.byteLength;
      for (const hash of hashes) hash.update(chunk);
    },
    finish() {
      const [md5, sha1, sha256, sha512] = hashes;
      return {
        size,
        hashes: {
          MD5: md5.digest("hex"),
          "SHA-1": sha1.digest("hex"),
          "SHA-256": sha256.digest("hex"),
          "SHA-512": sha512.digest("hex"),
        },
      };
    },
  };
}
