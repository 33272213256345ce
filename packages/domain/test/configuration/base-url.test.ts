import { describe, expect, test } from "vitest";
import { parseBaseUrl } from "../../src/configuration/base-url.ts";

describe("a base URL", () => {
  test.each([
    ["https://npm.example.com", "https://npm.example.com/"],
    ["https://npm.example.com/a/b", "https://npm.example.com/a/b/"],
    ["http://127.0.0.1:4873/", "http://127.0.0.1:4873/"],
    ["https://npm.example.com:443/", "https://npm.example.com/"],
  ])("%s is %s", (text, url) => {
    expect(parseBaseUrl(text)).toBe(url);
  });

  test.each([
    "",
    "npm.example.com",
    "npm.example.com:8080",
    "ftp://npm.example.com/",
    "file:///etc/passwd",
    "https://",
    "https://a/?b",
    "https://a/#b",
  ])("%s is refused", (text) => {
    expect(() => parseBaseUrl(text)).toThrow(expect.objectContaining({ code: "CONFIGURATION_INVALID" }));
  });

  test("a URL with credentials is refused, and they are not shown", () => {
    expect(() => parseBaseUrl("https://me:hunter2@npm.example.com/")).toThrow(
      expect.objectContaining({
        message: "The URL has credentials in it.",
        hint: expect.not.stringContaining("hunter2") as string,
      }),
    );
  });
});
