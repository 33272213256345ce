import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseKey } from "../../src/encryption/parse-key.ts";
import { errorLike } from "../matchers.ts";

describe("parseKey", () => {
  const key = randomBytes(32);

  it.each([
    ["base64", key.toString("base64")],
    ["base64 without its end", key.toString("base64").replace("=", "")],
    ["base64 of the URL alphabet", key.toString("base64url")],
    ["hex", key.toString("hex")],
    ["hex in capitals with white space", `  ${key.toString("hex").toUpperCase()}\r\n`],
  ])("takes %s", (_, text) => {
    expect(Buffer.compare(parseKey(text, "the test"), key)).toBe(0);
  });

  it.each(["", "password", key.toString("hex").slice(2), randomBytes(33).toString("base64"), "z".repeat(64)])(
    "has KEY_WRONG for %j and does not repeat it",
    (text) => {
      expect(() => parseKey(text, "the variable X")).toThrow(
        errorLike({ code: "KEY_WRONG", message: "What the variable X holds is not a key of 32 bytes." }),
      );
    },
  );
});
