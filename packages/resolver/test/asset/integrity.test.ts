import { describe, expect, test } from "vitest";
import { bytesOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { createDigest } from "../../src/asset/digest.ts";
import { integrityOf, satisfiesIntegrity, sha512Of } from "../../src/asset/integrity.ts";

const hashesOf = (bytes: Uint8Array) => {
  const digest = createDigest();
  digest.update(bytes);
  return digest.finish().hashes;
};
const right = bytesOf("right");
const wrong = bytesOf("wrong");
const hashes = hashesOf(right);

describe("bytes satisfy an SRI", () => {
  test.each(["sha1", "sha256", "sha512"] as const)("of %s when the digest is theirs, and only then", (algorithm) => {
    expect(satisfiesIntegrity(hashes, integrityOfBytes(right, algorithm))).toBe(true);
    expect(satisfiesIntegrity(hashes, integrityOfBytes(wrong, algorithm))).toBe(false);
  });

  test("when the strongest algorithm's digest is right, whatever a weaker one says", () => {
    expect(satisfiesIntegrity(hashes, `${integrityOfBytes(wrong, "sha1")} ${integrityOfBytes(right)}`)).toBe(true);
    expect(satisfiesIntegrity(hashes, `${integrityOfBytes(right, "sha1")} ${integrityOfBytes(wrong)}`)).toBe(false);
  });

  test("when any one of several digests of that algorithm is right", () => {
    expect(satisfiesIntegrity(hashes, `${integrityOfBytes(wrong)} ${integrityOfBytes(right)}`)).toBe(true);
  });

  test.each(["", "nonsense", "sha512-", "crc32-AAAA"])(
    "never when it announces nothing that can be checked: %j",
    (integrity) => {
      expect(satisfiesIntegrity(hashes, integrity)).toBe(false);
    },
  );
});

test("the SRI of an asset is its SHA-512", () => {
  expect(integrityOf(hashes)).toBe(integrityOfBytes(right));
});

test("the domain looks an asset up by every SHA-512 that an SRI announces", () => {
  expect(
    sha512Of(`${integrityOfBytes(right)} ${integrityOfBytes(wrong)} ${integrityOfBytes(right, "sha1")}`),
  ).toStrictEqual([hashes["SHA-512"], hashesOf(wrong)["SHA-512"]]);
  expect(sha512Of(integrityOfBytes(right, "sha1"))).toStrictEqual([]);
  expect(sha512Of(undefined)).toStrictEqual([]);
});
