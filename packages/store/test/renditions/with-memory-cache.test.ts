import type { RenditionKey, RenditionStore } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { describeRenditionStore } from "../../../../test/conformance/rendition-store.ts";
import { createMemoryRenditionStore } from "../../src/renditions/memory-rendition-store.ts";
import { withMemoryCache } from "../../src/renditions/with-memory-cache.ts";

describeRenditionStore("memory with a cache", async (clock) => ({
  store: withMemoryCache(createMemoryRenditionStore({ clock }), { clock }),
  close: async () => undefined,
}));

describe("withMemoryCache", () => {
  const keyOf = (variant: string): RenditionKey => ({ repository: "team", package: "npm//lodash", variant });
  const rendition = (size: number, fingerprint = "f"): { fingerprint: string; bytes: Uint8Array } => ({
    fingerprint,
    bytes: Buffer.alloc(size),
  });

  function counted(): { readonly store: RenditionStore; readonly asked: string[] } {
    const inner = createMemoryRenditionStore();
    const asked: string[] = [];
    return {
      asked,
      store: {
        ...inner,
        get: (key) => {
          asked.push(key.variant);
          return inner.get(key);
        },
      },
    };
  }

  it("asks the store once for what it gives again and again, and each time for what is missing", async () => {
    const { asked, store } = counted();
    await store.put(keyOf("full"), rendition(10));
    const cached = withMemoryCache(store);
    for (let round = 0; round < 3; round++) {
      expect((await cached.get(keyOf("full")))?.fingerprint).toBe("f");
      expect(await cached.get(keyOf("none"))).toBeUndefined();
    }
    expect(asked).toEqual(["full", "none", "none", "none"]);
  });

  it("gives what was put through it, without asking", async () => {
    const { asked, store } = counted();
    const cached = withMemoryCache(store);
    await cached.put(keyOf("full"), rendition(10, "1"));
    await cached.put(keyOf("full"), rendition(20, "2"));
    expect((await cached.get(keyOf("full")))?.fingerprint).toBe("2");
    expect(asked).toEqual([]);
    expect((await store.get(keyOf("full")))?.fingerprint).toBe("2");
  });

  it("forgets what was used least recently when it is full", async () => {
    const { asked, store } = counted();
    const cached = withMemoryCache(store, { bytes: 40_000 });
    for (const variant of ["a", "b", "c"]) await cached.put(keyOf(variant), rendition(9_000));
    await cached.get(keyOf("a"));
    for (const variant of ["d", "e"]) await cached.put(keyOf(variant), rendition(9_000));
    for (const variant of ["a", "c", "d", "e"]) await cached.get(keyOf(variant));
    expect(asked).toEqual([]);
    await cached.get(keyOf("b"));
    expect(asked).toEqual(["b"]);
  });

  it("does not keep one that would drive out most others", async () => {
    const { asked, store } = counted();
    const cached = withMemoryCache(store, { bytes: 40_000 });
    await cached.put(keyOf("small"), rendition(100));
    await cached.put(keyOf("large"), rendition(30_000));
    expect(await cached.get(keyOf("large"))).toBeDefined();
    expect(await cached.get(keyOf("small"))).toBeDefined();
    expect(asked).toEqual(["large"]);
  });

  it("asks again once a day for what it keeps, so that it counts as used, and gives it also when it has gone there", async () => {
    let now = 0;
    const { asked, store } = counted();
    const cached = withMemoryCache(store, { clock: { now: () => now } });
    await cached.put(keyOf("full"), rendition(10));
    for (let hour = 0; hour < 72; hour++) {
      expect((await cached.get(keyOf("full")))?.fingerprint).toBe("f");
      now += 3_600_000;
    }
    expect(asked).toHaveLength(2);
    await store.removeUnused(-Number.MAX_SAFE_INTEGER);
    now += 48 * 3_600_000;
    expect((await cached.get(keyOf("full")))?.fingerprint).toBe("f");
  });
});
