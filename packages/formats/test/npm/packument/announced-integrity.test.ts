import { describe, expect, test } from "vitest";
import { announcedIntegrity } from "../../../src/npm/packument/announced-integrity.ts";
import { buildManifest } from "../packument-builder.ts";

const sha512 = String((buildManifest("x", "1.0.0")["dist"] as Record<string, unknown>)["integrity"]);
const shasum = "0123456789abcdef0123456789abcdef01234567";

describe("the integrity that a manifest announces", () => {
  test("is its SRI, all digests of it", () => {
    expect(announcedIntegrity({ dist: { integrity: sha512, shasum } })).toBe(sha512);
    expect(announcedIntegrity({ dist: { integrity: `sha1-ASNFZ4mrze8BI0VniavN7wEjRWc=  ${sha512}` } })).toBe(
      `sha1-ASNFZ4mrze8BI0VniavN7wEjRWc= ${sha512}`,
    );
  });

  test("is the sha1 of the shasum for packages from before SRI", () => {
    expect(announcedIntegrity({ dist: { shasum } })).toBe("sha1-ASNFZ4mrze8BI0VniavN7wEjRWc=");
  });

  test.each([
    {},
    { dist: null },
    { dist: {} },
    { dist: { integrity: "md5-abc", shasum: "xyz" } },
    { dist: { integrity: 7, shasum: [shasum] } },
  ])("is none in %j", (manifest) => {
    expect(announcedIntegrity(manifest)).toBeUndefined();
  });

  test("is not what only looks like SRI", () => {
    expect(announcedIntegrity({ dist: { integrity: "sha512-short", shasum } })).toBe(
      "sha1-ASNFZ4mrze8BI0VniavN7wEjRWc=",
    );
  });
});
