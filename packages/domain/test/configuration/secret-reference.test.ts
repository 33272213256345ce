import { describe, expect, test } from "vitest";
import { parseKeyReference, parseSecretReference } from "../../src/configuration/secret-reference.ts";

describe("a secret", () => {
  test("is named by its variable", () => {
    expect(parseSecretReference("env:NPM_TOKEN")).toEqual({ type: "env", name: "NPM_TOKEN" });
  });

  test.each(["npm_abcdefgh0123456789", "env:", "env:1A", "env:A B", "$NPM_TOKEN", "file:/run/secrets/token"])(
    "%s is refused and not repeated",
    (text) => {
      expect(() => parseSecretReference(text)).toThrow(
        expect.objectContaining({
          code: "CONFIGURATION_INVALID",
          message: expect.not.stringContaining(text) as string,
          hint: expect.stringContaining("env:NAME") as string,
        }),
      );
    },
  );
});

describe("the domain's key", () => {
  test.each([
    ["file:~/keys/acme", { type: "file", path: "~/keys/acme" }],
    ["file:C:\\keys\\acme", { type: "file", path: "C:\\keys\\acme" }],
    ["env:ACME_KEY", { type: "env", name: "ACME_KEY" }],
  ])("%s is where it is", (text, reference) => {
    expect(parseKeyReference(text)).toEqual(reference);
  });

  test.each(["aws-kms:arn:aws:kms:eu-west-1:111122223333:key/1", "none"])("%s is not supported yet", (text) => {
    const message = expect.not.stringContaining("111122223333") as string;
    expect(() => parseKeyReference(text)).toThrow(expect.objectContaining({ code: "NOT_SUPPORTED", message }));
  });

  test("a key that stands there itself is refused and not repeated", () => {
    const key = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlYzE=";
    expect(() => parseKeyReference(key)).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID", message: expect.not.stringContaining(key) as string }),
    );
  });
});
