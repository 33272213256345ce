import { expect, test } from "vitest";
import { withoutSecrets } from "../../src/login/without-secrets.ts";

test.each([
  ["//h/:_authToken=abc", "//h/:_authToken=***"],
  ["//h/:_authToken=other", "//h/:_authToken=***"],
  [
    '  "acme": { npmRegistryServer: "u", npmAuthToken: "abc" }',
    '  "acme": { npmRegistryServer: "u", npmAuthToken: "***" }',
  ],
  ['registry = { url = "u", token = "abc" }', 'registry = { url = "u", token = "***" }'],
  ["registry=https://me:pass@npm.example.com/", "registry=https://***@npm.example.com/"],
  ["registry=https://npm.example.com/", "registry=https://npm.example.com/"],
])("%s is shown as %s", (line, shown) => {
  expect(withoutSecrets(line, "abc")).toBe(shown);
});

test("without a token nothing but what looks like one is hidden", () => {
  expect(withoutSecrets("save-exact=true", undefined)).toBe("save-exact=true");
});
