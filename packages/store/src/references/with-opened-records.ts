import type { RecordCodec } from "./record-codec.ts";

/** Characters of stored text that are remembered; a large install reads a few millions of them, several times over. */
const REMEMBERED_CHARACTERS = 32 * 1024 * 1024;

interface Opened {
  readonly text: string;
  readonly value: unknown;
}

/**
 * A codec that opens each text once: the same text under the same stored key is the same value, and whoever changed a record
 * wrote another text. Every read still asks the database. Values are shared, and nobody changes them.
 */
export function withOpenedRecords(codec: RecordCodec, limit = REMEMBERED_CHARACTERS): RecordCodec {
  const opened = new Map<string, Opened>();
  let characters = 0;
  return {
    ...codec,
    decodeValue(key, storedKey, text) {
      const known = opened.get(storedKey);
      if (known?.text === text) return known.value;
      const value = codec.decodeValue(key, storedKey, text);
      characters += text.length - (known?.text.length ?? 0);
      if (characters > limit) {
        opened.clear();
        characters = text.length;
      }
      opened.set(storedKey, { text, value });
      return value;
    },
  };
}
