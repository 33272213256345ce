import { expect, test } from "vitest";
import { parseAccountId } from "../../src/names/account-id.ts";

test("an account id is twelve digits, leading zeros kept", () => {
  expect(parseAccountId("000000000000")).toBe("000000000000");
  expect(parseAccountId("111122223333")).toBe("111122223333");
});

test.each(["", "11112222333", "1111222233334", "11112222333x", "111122223333\n"])("%j is no account id", (text) => {
  expect(() => parseAccountId(text)).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
});
