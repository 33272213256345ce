import { ERROR_CODES } from "@headwater/resolver";
import { expect, test } from "vitest";
import { USAGE_EXIT_CODE, exitCode } from "../src/exit-codes.ts";

test.each(ERROR_CODES)("%s has an exit code that says failure", (code) => {
  expect(exitCode(code)).toBeGreaterThan(0);
  expect(exitCode(code)).toBeLessThan(256);
});

test("the map has no code beside those of the union", () => {
  const known = new Set(ERROR_CODES.map(exitCode));
  expect([...known].toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 70, 127, 130]);
});

test("refused versions, wrong command lines, missing clients and interruptions are told apart as shells do", () => {
  expect([
    exitCode("PACKAGE_VERSION_REFUSED"),
    USAGE_EXIT_CODE,
    exitCode("CLIENT_NOT_FOUND"),
    exitCode("INTERRUPTED"),
  ]).toEqual([1, 2, 127, 130]);
});
