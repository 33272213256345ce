import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { currentDataKey, deriveKey, makeDomainKeys } from "../../src/encryption/domain-keys.ts";

describe("makeDomainKeys", () => {
  it("begins with an address key and data key 1, all different from any other domain's", () => {
    const [one, two] = [makeDomainKeys(), makeDomainKeys()];
    expect([...one.data.keys()]).toEqual([1]);
    const all = [one.address, two.address, currentDataKey(one), currentDataKey(two)];
    expect(new Set(all.map((key) => key.export().toString("hex"))).size).toBe(4);
    expect(all.map((key) => key.symmetricKeySize)).toEqual([32, 32, 32, 32]);
  });

  it("does not show key bytes when it is printed", () => {
    const keys = makeDomainKeys();
    const shown = inspect(keys, { depth: 9, showHidden: true });
    expect(shown).not.toContain(keys.address.export().toString("hex").slice(0, 6));
    expect(JSON.stringify(keys)).not.toContain(keys.address.export().toString("base64").slice(0, 6));
  });
});

describe("currentDataKey", () => {
  it("is a programmer's error when its number is not there", () => {
    expect(() => currentDataKey({ ...makeDomainKeys(), currentDataKey: 2 })).toThrow("current data key");
  });
});

describe("deriveKey", () => {
  it("gives another key for another purpose or salt, and the same for the same", () => {
    const { address } = makeDomainKeys();
    const derive = (salt: string, purpose: string): string =>
      deriveKey(address, Buffer.from(salt), purpose).export().toString("hex");
    expect(derive("", "a")).toBe(derive("", "a"));
    expect(new Set([derive("", "a"), derive("", "b"), derive("s", "a")]).size).toBe(3);
  });
});
