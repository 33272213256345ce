import { expect, it } from "vitest";
import { randomNonce } from "../../src/encryption/random-nonce.ts";

it("never gives a nonce twice, and none changes after it was given", () => {
  const nonces = Array.from({ length: 2_000 }, () => {
    const nonce = randomNonce();
    return { nonce, asGiven: Buffer.from(nonce).toString("hex") };
  });
  expect(new Set(nonces.map(({ asGiven }) => asGiven)).size).toBe(2_000);
  expect(
    nonces.every(({ asGiven, nonce }) => nonce.length === 12 && Buffer.from(nonce).toString("hex") === asGiven),
  ).toBe(true);
});
