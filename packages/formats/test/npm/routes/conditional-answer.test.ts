import { describe, expect, test } from "vitest";
import { hasCurrent, jsonAnswer, noticeHeader, strongEtag } from "../../../src/npm/routes/conditional-answer.ts";

const requestWith = (headers: Record<string, string>, method = "GET") => ({
  request: new Request("http://127.0.0.1/", { method, headers: new Headers(headers) }),
  repository: "team",
  path: "",
  baseUrl: "http://127.0.0.1/",
  cacheControl: "no-cache" as const,
});

describe("a strong ETag", () => {
  test("differs with every input, however they are split", () => {
    const tags = [
      strongEtag("a", "b"),
      strongEtag("ab"),
      strongEtag("a", "b", ""),
      strongEtag('a","b'),
      strongEtag("b", "a"),
    ];
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]{43}"$/);
  });

  test.each([
    [{}, false],
    [{ "if-none-match": '"a"' }, true],
    [{ "if-none-match": 'W/"a"' }, true],
    [{ "if-none-match": '"x", "a"' }, true],
    [{ "if-none-match": "*" }, true],
    [{ "if-none-match": '"ab"' }, false],
  ])("is current for %j: %s", (headers, current) => {
    expect(hasCurrent(requestWith(headers), '"a"')).toBe(current);
  });
});

describe("a JSON answer", () => {
  test("has a body unless the client has it already or wants none", async () => {
    const full = jsonAnswer(requestWith({}), "{}", { etag: '"a"' });
    expect([full.status, await full.text(), full.headers.get("etag"), full.headers.get("cache-control")]).toEqual([
      200,
      "{}",
      '"a"',
      "no-cache",
    ]);
    const known = jsonAnswer(requestWith({ "if-none-match": '"a"' }), "{}", { etag: '"a"' });
    expect([known.status, await known.text()]).toEqual([304, ""]);
    const head = jsonAnswer(requestWith({}, "HEAD"), "{}");
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

describe("notices", () => {
  test("are one header that cannot be broken out of", () => {
    const notices = [
      { code: "EXTERNAL_REGISTRY_UNREACHABLE", message: "not asked:\r\nset-cookie: x" },
      { code: "SEARCH_LIMIT_REACHED", message: "ended – early" },
    ] as const;
    expect(noticeHeader(notices)).toEqual({ "npm-notice": "not asked: set-cookie: x ended   early" });
    expect(noticeHeader([])).toEqual({});
  });
});
