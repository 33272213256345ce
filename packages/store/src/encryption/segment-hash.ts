import { type KeyObject, createHmac } from "node:crypto";
import type { SegmentHash } from "../keys.ts";

const REMEMBERED_SEGMENTS = 20_000;

/**
 * The first 16 bytes of HMAC-SHA-256(address key, segment) in hex. The same name gives the same hash in every process of
 * the domain, and without the address key nobody can try names. Hashes are remembered: the same few names come again and again.
 */
export function createSegmentHash(addressKey: KeyObject): SegmentHash {
  const remembered = new Map<string, string>();
  return (segment) => {
    const known = remembered.get(segment);
    if (known !== undefined) return known;
    const hash = createHmac("sha256", addressKey).update(segment).digest("hex").slice(0, 32);
    if (remembered.size >= REMEMBERED_SEGMENTS) remembered.clear();
    remembered.set(segment, hash);
    return hash;
  };
}
