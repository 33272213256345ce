import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createByteCipher } from "../../src/encryption/byte-cipher.ts";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";

const keys = makeDomainKeys();
const cipher = createByteCipher(keys, "a test");
const plain = Buffer.from("express and its friends");

describe("createByteCipher", () => {
  it.each([0, 1, 100_000])("decrypts %i bytes to what they were", (size) => {
    const bytes = randomBytes(size);
    const sealed = cipher.encrypt("here", bytes);
    expect(sealed).toHaveLength(5 + 12 + size + 16);
    expect(cipher.decrypt("here", sealed)?.equals(bytes)).toBe(true);
  });

  it("encrypts the same bytes to other bytes each time, none of them the clear ones", () => {
    const [one, two] = [cipher.encrypt("here", plain), cipher.encrypt("here", plain)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes("express")).toBe(false);
  });

  it("decrypts nothing with a flipped bit anywhere, cut short or drawn out", () => {
    const sealed = cipher.encrypt("here", plain);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(cipher.decrypt("here", flipped)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(cipher.decrypt("here", sealed.subarray(0, length))).toBeUndefined();
    }
    expect(cipher.decrypt("here", Buffer.concat([sealed, Buffer.of(0)]))).toBeUndefined();
  });

  it("decrypts nothing in another place, for another purpose or under other keys", () => {
    const sealed = cipher.encrypt("here", plain);
    expect(cipher.decrypt("there", sealed)).toBeUndefined();
    expect(createByteCipher(keys, "another test").decrypt("here", sealed)).toBeUndefined();
    expect(createByteCipher(makeDomainKeys(), "a test").decrypt("here", sealed)).toBeUndefined();
  });

  it("decrypts what is under an earlier data key, and encrypts under the current one", () => {
    const before = cipher.encrypt("here", plain);
    const more = { ...keys, data: new Map([...keys.data, [2, createSecretKey(randomBytes(32))]]), currentDataKey: 2 };
    const rotated = createByteCipher(more, "a test");
    expect(rotated.decrypt("here", before)?.equals(plain)).toBe(true);
    const after = rotated.encrypt("here", plain);
    expect(rotated.decrypt("here", after)?.equals(plain)).toBe(true);
    expect(cipher.decrypt("here", after)).toBeUndefined();
  });
});
