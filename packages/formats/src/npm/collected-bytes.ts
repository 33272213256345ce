/** Bytes that are collected to be whole at the end. */
export interface CollectedBytes {
  readonly size: number;
  /** Copies them: what they were part of is not kept. */
  add(bytes: Uint8Array): void;
  whole(): Buffer;
}

const SLAB_BYTES = 64 * 1024;

/** Takes no more memory than about what is collected, however small the pieces are in which it comes. */
export function createCollectedBytes(): CollectedBytes {
  const full: Buffer[] = [];
  let slab = Buffer.alloc(0);
  let used = 0;
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(bytes) {
      size += bytes.byteLength;
      let at = 0;
      while (at < bytes.byteLength) {
        if (used === slab.byteLength) {
          if (used > 0) full.push(slab);
          slab = Buffer.alloc(SLAB_BYTES);
          used = 0;
        }
        const part = bytes.subarray(at, at + slab.byteLength - used);
        slab.set(part, used);
        used += part.byteLength;
        at += part.byteLength;
      }
    },
    whole: () => Buffer.concat([...full, slab.subarray(0, used)], size),
  };
}
