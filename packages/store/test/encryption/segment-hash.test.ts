import { createHmac, createSecretKey } from "node:crypto";
import { expect, it } from "vitest";
import { createSegmentHash } from "../../src/encryption/segment-hash.ts";

it("gives the first 16 bytes of HMAC-SHA-256 in hex, the same for ever and for any number of names", () => {
  const key = Buffer.alloc(32, 7);
  const hash = createSegmentHash(createSecretKey(key));
  const first = createHmac("sha256", key).update("lodash").digest().subarray(0, 16).toString("hex");
  expect(hash("lodash")).toBe(first);
  for (let index = 0; index < 25_000; index++) hash(`name ${index}`);
  expect(hash("lodash")).toBe(first);
  expect(hash("")).toMatch(/^[0-9a-f]{32}$/);
});
