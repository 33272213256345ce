import { randomBytes } from "node:crypto";
import type { KeyProvider } from "@headwater/store";
import { describe, expect, it } from "vitest";

/** Providers of three keys: two that share one, and one with another. */
export interface KeyProviders {
  readonly provider: KeyProvider;
  readonly same: KeyProvider;
  readonly different: KeyProvider;
}

const CONTEXT = { application: "headwater", domain: "acme", purpose: "address key" };

/** What the port `KeyProvider` promises. */
export function describeKeyProvider(name: string, make: () => Promise<KeyProviders>): void {
  describe(`the key provider of ${name}`, () => {
    it("unwraps what it wrapped, also in another process", async () => {
      const { provider, same } = await make();
      await provider.prepare();
      const plain = randomBytes(32);
      const wrapped = await provider.wrap(plain, CONTEXT);
      expect(Buffer.compare(await provider.unwrap(wrapped, CONTEXT), plain)).toBe(0);
      expect(Buffer.compare(await same.unwrap(wrapped, CONTEXT), plain)).toBe(0);
    });

    it("never wraps the same bytes to the same text, and never shows them", async () => {
      const { provider } = await make();
      await provider.prepare();
      const plain = randomBytes(32);
      const wrapped = [await provider.wrap(plain, CONTEXT), await provider.wrap(plain, CONTEXT)];
      expect(Buffer.compare(wrapped[0] ?? plain, wrapped[1] ?? plain)).not.toBe(0);
      expect(wrapped.some((bytes) => Buffer.from(bytes).includes(plain))).toBe(false);
    });

    it("has KEY_WRONG for another key, another context, a flipped bit and a missing end", async () => {
      const { different, provider } = await make();
      await provider.prepare();
      await different.prepare();
      const wrapped = await provider.wrap(randomBytes(32), CONTEXT);
      const wrong = { code: "KEY_WRONG" };
      await expect(different.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(wrong);
      await expect(provider.unwrap(wrapped, { ...CONTEXT, domain: "other" })).rejects.toMatchObject(wrong);
      for (let index = 0; index < wrapped.length; index++) {
        const flipped = Uint8Array.from(wrapped);
        flipped[index] = (flipped[index] ?? 0) ^ 1;
        await expect(provider.unwrap(flipped, CONTEXT)).rejects.toMatchObject(wrong);
      }
      await expect(provider.unwrap(wrapped.subarray(0, -1), CONTEXT)).rejects.toMatchObject(wrong);
      await expect(provider.unwrap(new Uint8Array(0), CONTEXT)).rejects.toMatchObject(wrong);
    });

    it("keeps its key when it is prepared again", async () => {
      const { provider } = await make();
      await provider.prepare();
      const wrapped = await provider.wrap(randomBytes(32), CONTEXT);
      await provider.prepare();
      expect(await provider.unwrap(wrapped, CONTEXT)).toHaveLength(32);
    });

    it("says where its key is", async () => {
      const { provider } = await make();
      expect(provider.describe()).toMatch(/^the \S/);
    });
  });
}
