/** How many of an asset's last bytes are kept until its digest is known to be right. */
export const HELD_BACK_BYTES = 64 * 1024;

/**
 * A queue that gives out all but the last {@link HELD_BACK_BYTES} of what goes in, so that nobody downstream ever has a
 * whole wrong body: `push` returns what may be passed on now, `release` the rest.
 */
export interface HeldBack {
  push(chunk: Uint8Array): readonly Uint8Array[];
  release(): readonly Uint8Array[];
}

export function createHeldBack(limit: number = HELD_BACK_BYTES): HeldBack {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  return {
    push(chunk) {
      kept.push(chunk);
      keptBytes += chunk.byteLength;
      const passed: Uint8Array[] = [];
      for (let first = kept[0]; first !== undefined && keptBytes - first.byteLength >= limit; first = kept[0]) {
        passed.push(first);
        keptBytes -= first.byteLength;
        kept.shift();
      }
      return passed;
    },
    release() {
      const rest = kept;
      kept = [];
      keptBytes = 0;
      return rest;
    },
  };
}
