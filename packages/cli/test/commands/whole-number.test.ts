import { expect, test } from "vitest";
import { wholeNumber } from "../../src/commands/whole-number.ts";

test("digits are a number, everything else is refused with the option and the value", () => {
  expect([wholeNumber("--port", "0"), wholeNumber("--port", "4873"), wholeNumber("--port", undefined)]).toEqual([
    0,
    4873,
    undefined,
  ]);
  for (const text of ["", "-1", "1.5", "1e3", "ten"])
    expect(() => wholeNumber("--port", text)).toThrow(`--port is ${JSON.stringify(text)}`);
});
