import type { RecordKey, RecordPrefix } from "@headwater/resolver";
import type { DomainKeys } from "../encryption/domain-keys.ts";
import { createRecordCipher } from "../encryption/record-cipher.ts";
import { createSegmentHash } from "../encryption/segment-hash.ts";
import { recordDamaged } from "../encryption/store-damaged.ts";
import { type KeyRange, clearSegments, keyFromSegments, storedKey, storedRange } from "../keys.ts";

/** Between records and what is stored of them: keys are hashed, and the clear key travels encrypted beside its value. */
export interface RecordCodec {
  storedKey(key: RecordKey): string;
  storedRange(of: RecordPrefix | RecordKey): KeyRange;
  encode(key: RecordKey, value: unknown): string;
  /** The value of the record that was asked for. @throws STORE_CORRUPT, also when an intact record of another key lies there */
  decodeValue(key: RecordKey, storedKey: string, text: string): unknown;
  /** A record that was found, with its key. @throws STORE_CORRUPT likewise */
  decode(storedKey: string, text: string): { readonly key: RecordKey; readonly value: unknown };
}

interface Envelope {
  /** The clear key. */
  readonly k: readonly string[];
  readonly v: unknown;
}

export function createRecordCodec(keys: DomainKeys): RecordCodec {
  const hash = createSegmentHash(keys.address);
  const cipher = createRecordCipher(keys);
  const open = (at: string, text: string): Envelope => JSON.parse(cipher.decrypt(at, text)) as Envelope;
  return {
    storedKey: (key) => storedKey(key, hash),
    storedRange: (of) => storedRange(of, hash),
    encode(key, value) {
      const envelope: Envelope = { k: clearSegments(key), v: value };
      return cipher.encrypt(storedKey(key, hash), JSON.stringify(envelope));
    },
    decodeValue(key, at, text) {
      const { k, v } = open(at, text);
      const asked = clearSegments(key);
      if (k.length !== asked.length || !asked.every((segment, index) => segment === k[index])) throw recordDamaged();
      return v;
    },
    decode(at, text) {
      const { k, v } = open(at, text);
      const key = keyFromSegments(k);
      if (key === undefined || storedKey(key, hash) !== at) throw recordDamaged();
      return { key, value: v };
    },
  };
}
