import { expect, test } from "vitest";
import { checkFreeText } from "../../src/names/free-text.ts";

test.each([undefined, "", "for all teams", "ü".repeat(1000)])("a text may be %j", (text) => {
  expect(() => checkFreeText("description", text)).not.toThrow();
});

test.each(["x".repeat(1001), "a\u0007b"])("a text is refused that is too long or has control characters", (text) => {
  expect(() => checkFreeText("description", text)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT", message: "The description is not valid." }),
  );
});
