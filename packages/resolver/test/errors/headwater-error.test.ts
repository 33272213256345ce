import { expect, test } from "vitest";
import { ERROR_CODES } from "../../src/errors/error-codes.ts";
import { HeadwaterError, isHeadwaterError } from "../../src/errors/headwater-error.ts";

test("message and hint are redacted where the error is built; code, cause and details are kept", () => {
  const cause = new Error("socket hang up");
  const error = new HeadwaterError("EXTERNAL_REGISTRY_FAILED", "https://me:s3cret@npm.example.com/ answered 500.", {
    hint: "Check _authToken=abc in .npmrc.",
    cause,
    details: { status: 500 },
  });
  expect(error.message).toBe("https://***@npm.example.com/ answered 500.");
  expect(error.hint).toBe("Check _authToken=*** in .npmrc.");
  expect(error).toMatchObject({ name: "HeadwaterError", code: "EXTERNAL_REGISTRY_FAILED", details: { status: 500 } });
  expect(error.cause).toBe(cause);
});

test("an error without options has no hint, no cause and empty details", () => {
  const error = new HeadwaterError("INTERNAL", "Something broke.");
  expect(error.hint).toBeUndefined();
  expect("cause" in error).toBe(false);
  expect(error.details).toStrictEqual({});
});

test("an error of another copy of this package is told by its shape; a plain error or a look-alike object is not one", () => {
  class HeadwaterErrorOfAnotherCopy extends Error {
    override readonly name = "HeadwaterError";
    readonly code = "CONFLICT";
  }
  expect(isHeadwaterError(new HeadwaterErrorOfAnotherCopy("x"))).toBe(true);
  expect(isHeadwaterError(new Error("x"))).toBe(false);
  expect(isHeadwaterError({ name: "HeadwaterError", code: "CONFLICT" })).toBe(false);
  expect(isHeadwaterError(undefined)).toBe(false);
});

test("no error code is listed twice, and each is upper snake case", () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  for (const code of ERROR_CODES) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
});
