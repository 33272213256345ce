import { describe, expect, test } from "vitest";
import { readSecret, readSwitch } from "../../src/configuration/environment.ts";

describe("a switch of the environment", () => {
  test.each([
    ["1", true],
    ["Yes", true],
    ["0", false],
    ["OFF", false],
    ["", undefined],
    [undefined, undefined],
  ])("%j means %j", (value, expected) => {
    expect(readSwitch({ HEADWATER_ENABLED: value }, "HEADWATER_ENABLED")).toBe(expected);
  });

  test("anything else is refused with the name of the variable", () => {
    expect(() => readSwitch({ HEADWATER_ENABLED: "maybe" }, "HEADWATER_ENABLED")).toThrow(
      'The variable HEADWATER_ENABLED is "maybe", which is neither yes nor no.',
    );
  });
});

test("a secret whose variable is empty is not there", () => {
  expect(readSecret({ type: "env", name: "TOKEN" }, { TOKEN: " " })).toBeUndefined();
  expect(readSecret({ type: "env", name: "TOKEN" }, { TOKEN: "abc\n" })).toBe("abc");
});
