import { describe, expect, test } from "vitest";
import { parseAssetsLocation, parseReferencesLocation } from "../../src/configuration/store-location.ts";

describe("where a store is", () => {
  test("references are in a SQLite file, assets in a folder", () => {
    expect(parseReferencesLocation("sqlite:.headwater/references.sqlite")).toBe(".headwater/references.sqlite");
    expect(parseAssetsLocation("file:~/assets of acme")).toBe("~/assets of acme");
  });

  test.each(["postgres://me:hunter2@db/acme", "redis://db", "rediss://db"])(
    "references on %s are not supported yet",
    (text) => {
      expect(() => parseReferencesLocation(text)).toThrow(
        expect.objectContaining({ code: "NOT_SUPPORTED", message: expect.not.stringContaining("hunter2") as string }),
      );
    },
  );

  test("assets on s3 are not supported yet", () => {
    expect(() => parseAssetsLocation("s3://bucket/prefix")).toThrow(expect.objectContaining({ code: "NOT_SUPPORTED" }));
  });

  test.each(["", "sqlite:", "/var/headwater", "file:/var/headwater"])(
    "%j does not say where references are",
    (text) => {
      expect(() => parseReferencesLocation(text)).toThrow(expect.objectContaining({ code: "CONFIGURATION_INVALID" }));
    },
  );
});
