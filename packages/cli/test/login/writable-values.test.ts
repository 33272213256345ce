import { expect, test } from "vitest";
import { parseLoginNamespace, requireWritable } from "../../src/login/writable-values.ts";

test("a namespace is a scope with or without @", () => {
  expect(["acme", "@acme", undefined].map(parseLoginNamespace)).toEqual(["acme", "acme", undefined]);
  for (const none of ["", "@", "a/b", "a b", '"', "a\nb", ".x"])
    expect(() => parseLoginNamespace(none), none).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
});

test("what a client would read as something else is not written, and a token is in no message", () => {
  const endpoint = "http://127.0.0.1:4873/npm/team/";
  requireWritable(endpoint, "aZ09-._~+/==");
  requireWritable("https://[::1]:4873/a%20b/npm/team/", undefined);
  for (const token of ["a b", "a\nregistry=x", 'a"', "${HOME}", "a;b", "a#b", "ä"])
    expect(() => requireWritable(endpoint, token)).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID", message: expect.not.stringContaining(token) as string }),
    );
  for (const url of ["http://h/a;b/npm/x/", "http://h/$/npm/x/", "http://h/a=b/"])
    expect(() => requireWritable(url, undefined), url).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID" }),
    );
});
