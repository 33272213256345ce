import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createDigest } from "../../src/asset/digest.ts";

test("A2: an asset carries MD5, SHA-1, SHA-256 and SHA-512 in lower-case hex, and its size in bytes", () => {
  const digest = createDigest();
  for (const chunk of ["one ", "", "two ", "three"]) digest.update(Buffer.from(chunk));
  const hex = (algorithm: string): string => createHash(algorithm).update("one two three").digest("hex");
  expect(digest.finish()).toStrictEqual({
    size: 13,
    hashes: { MD5: hex("md5"), "SHA-1": hex("sha1"), "SHA-256": hex("sha256"), "SHA-512": hex("sha512") },
  });
});

test("A2: no bytes at all have digests too", () => {
  expect(createDigest().finish()).toMatchObject({ size: 0, hashes: { MD5: "d41d8cd98f00b204e9800998ecf8427e" } });
});
