/** Keeps what was used last, up to a number of bytes; loses the rest. */
export interface ByteBoundedMap<V> {
  /** `undefined` on a miss; a hit counts as a use. */
  get(key: string): V | undefined;
  /** `size` is what the entry counts for, in bytes; one that is larger than the whole map is not kept. */
  set(key: string, value: V, size: number): void;
}

/** A least-recently-used map bounded by the bytes of its entries. */
export function createByteBoundedMap<V>(maxBytes: number): ByteBoundedMap<V> {
  const entries = new Map<string, { readonly value: V; readonly size: number }>();
  let total = 0;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    total -= entry.size;
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      remove(key);
      if (size > maxBytes) return;
      entries.set(key, { value, size });
      total += size;
      for (const oldest of entries.keys()) {
        if (total <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
