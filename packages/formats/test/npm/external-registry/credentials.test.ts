import { describe, expect, test } from "vitest";
import { authorizationFor } from "../../../src/npm/external-registry/credentials.ts";

const connection = { name: "public:npmjs", url: "https://npm.example.com/team/" };
const token = { type: "token", token: "s3cret" } as const;

describe("credentials", () => {
  test("go to the connection's own host, as a token or as a name and password", () => {
    expect(authorizationFor(connection, "https://npm.example.com/express", token)).toBe("Bearer s3cret");
    expect(
      authorizationFor(connection, "https://npm.example.com/x", { type: "basic", username: "ä", password: "b:c" }),
    ).toBe("Basic w6Q6Yjpj");
  });

  test.each([
    "https://example.com/express",
    "https://npm.example.com.evil.example/x",
    "https://npm.example.com:444/x",
    "http://npm.example.com/express",
  ])("never go to %s", (url) => {
    expect(authorizationFor(connection, url, token)).toBeUndefined();
  });

  test("go nowhere when there are none", () => {
    expect(authorizationFor(connection, "https://npm.example.com/express", undefined)).toBeUndefined();
  });
});
