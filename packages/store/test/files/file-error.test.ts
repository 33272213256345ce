import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { fileError, isMissing, isPresent } from "../../src/files/file-error.ts";

const systemError = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });

describe("fileError", () => {
  it.each([
    ["ENOSPC", "write", "STORE_FULL"],
    ["EDQUOT", "write", "STORE_FULL"],
    ["EROFS", "write", "STORE_READ_ONLY"],
    ["EROFS", "read", "STORE_READ_ONLY"],
    ["EACCES", "write", "STORE_READ_ONLY"],
    ["EPERM", "write", "STORE_READ_ONLY"],
    ["EACCES", "read", "STORE_UNAVAILABLE"],
    ["EIO", "read", "STORE_UNAVAILABLE"],
    ["EMFILE", "write", "STORE_UNAVAILABLE"],
  ] as const)("tells %s on %s as %s, names the thing and says what to do", (systemCode, doing, code) => {
    const cause = systemError(systemCode);
    const error = fileError(cause, doing, "the asset folder /data/assets");
    expect(error).toMatchObject({ code, cause, details: { systemCode } });
    expect(error.message).toContain("the asset folder /data/assets");
    expect(error.hint).toMatch(/\.$/);
  });

  it("passes Headwater's own errors unchanged, and tells what is no system error", () => {
    const own = new HeadwaterError("STORE_CORRUPT", "A record is damaged.");
    expect(fileError(own, "read", "x")).toBe(own);
    expect(fileError(new Error("odd"), "read", "x").message).toContain("odd");
    expect(fileError("odd", "read", "x")).toMatchObject({ code: "STORE_UNAVAILABLE", cause: "odd" });
  });
});

describe("isMissing and isPresent", () => {
  it("tell by the system's code", () => {
    expect(["ENOENT", "ENOTDIR", "EEXIST", "EIO"].map((code) => isMissing(systemError(code)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([systemError("EEXIST"), systemError("ENOENT"), "EEXIST"].map(isPresent)).toEqual([true, false, false]);
  });
});
