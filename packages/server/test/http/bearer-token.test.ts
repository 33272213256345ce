import { describe, expect, test } from "vitest";
import { allowAnyone, requireToken } from "../../src/http/bearer-token.ts";

const TOKEN = "q0-Zr_7yYb2dq0kO3m1FhV8h5p2L9xW4sT6uE8aC0gI";
const request = (authorization?: string): Request =>
  new Request("http://127.0.0.1/", authorization === undefined ? {} : { headers: { authorization } });
const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString("base64")}`;

describe("a token", () => {
  const authenticate = requireToken(TOKEN, "arn:aws:iam::111122223333:user/ci");

  test.each([
    ["Bearer", `Bearer ${TOKEN}`],
    ["bearer in lower case", `bearer ${TOKEN}`],
    ["Basic, as the password of aws", basic(`aws:${TOKEN}`)],
    ["Basic, as the password of anybody", basic(`someone:${TOKEN}`)],
    ["Basic, as the password of nobody", basic(`:${TOKEN}`)],
    ["alone", TOKEN],
  ])("is accepted as %s", async (_, authorization) => {
    expect(await authenticate(request(authorization))).toBe("arn:aws:iam::111122223333:user/ci");
  });

  test.each([
    ["another token", `Bearer ${TOKEN.replace("q", "r")}`],
    ["a longer token", `Bearer ${TOKEN}0`],
    ["a shorter token", `Bearer ${TOKEN.slice(0, -1)}`],
    ["an empty token", "Bearer "],
    ["the token as user name", basic(`${TOKEN}:x`)],
    ["an unknown scheme", `Digest ${TOKEN}`],
    ["Basic that is not base64", "Basic %%%"],
  ])("%s is refused", (_, authorization) => {
    expect(() => authenticate(request(authorization))).toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
  });

  test("its absence is told apart from a wrong one", () => {
    expect(() => authenticate(request())).toThrow("The request carries no token.");
    expect(() => authenticate(request("Bearer x"))).toThrow("not valid here");
  });

  test("the refusal shows nothing of what was sent", () => {
    expect(() => authenticate(request("Bearer hunter2"))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") as string }),
    );
  });

  test("without a token, anyone is let in only where that was asked for", () => {
    expect(allowAnyone(request())).toBeUndefined();
  });
});
