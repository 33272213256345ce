import { expect, test } from "vitest";
import { redact } from "../../src/errors/redact.ts";

test.each([
  ["https://user:s3cret@npm.example.com/x", "https://***@npm.example.com/x"],
  ["postgres://hw:s3cret@db/x", "postgres://***@db/x"],
  ["Authorization: Bearer abc.def-123", "Authorization: Bearer ***"],
  ["authorization: basic dXNlcjpwYXNz==", "authorization: basic ***"],
  ["//npm.example.com/:_authToken=abc123", "//npm.example.com/:_authToken=***"],
  ['{"password": "s3cret"}', '{"password": "***"}'],
  ["NPM_TOKEN=abc123 npm ci", "NPM_TOKEN=*** npm ci"],
  ["https://npm.example.com/?access_token=abc&x=1", "https://npm.example.com/?access_token=***&x=1"],
  ["npmAuthToken: abc123 is wrong", "npmAuthToken: *** is wrong"],
  ["token: hunter", "token: ***"],
  ["token: Hunter2 is wrong", "token: *** is wrong"],
  ["token=Hunter is wrong", "token=*** is wrong"],
  ["token: env:hunter,2", "token: ***"],
  [`The variable npm_${"aB3".repeat(12)} is not set`, "The variable *** is not set"],
  [`ghp_${"aB3".repeat(12)} and glpat-${"a-B3_".repeat(4)}`, "*** and ***"],
])("%s loses its credentials", (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

test.each([
  "headwater.yml:1:18: server.token: A secret cannot stand in this file.",
  "repositories.password: The repository name is not valid.",
  "Write token: env:NPM_TOKEN",
  "The variable npm_config_registry_of_somebody_who_has_long_names is not set",
])("ordinary words stay: %s", (text) => {
  expect(redact(text)).toBe(text);
});

test("the @ of a scope is no credential", () => {
  const text = "GET https://npm.example.com/@babel/core failed for @babel/core@7.0.0";
  expect(redact(text)).toBe(text);
});

test("control characters cannot reach a terminal; tab and newline stay", () => {
  expect(redact("a\u001b[31mb\u0000c\u009bd\re\tf\ng")).toBe("a\ufffd[31mb\ufffdc\ufffdd\ufffde\tf\ng");
});
