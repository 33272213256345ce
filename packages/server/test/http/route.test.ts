import { describe, expect, test } from "vitest";
import type { Mount } from "../../src/create-handler.ts";
import { parseRoute } from "../../src/http/route.ts";

const paths: Mount = { type: "paths", baseUrl: "http://127.0.0.1:4873/" };
const behindProxy: Mount = { type: "paths", baseUrl: "https://packages.example.com/headwater/" };
const root: Mount = { type: "repository", baseUrl: "http://127.0.0.1:23456/", format: "npm", repository: "team" };

describe("the place of a request", () => {
  test("R2: a repository has one endpoint per format", () => {
    expect(parseRoute(paths, "http://127.0.0.1:4873/npm/team/@types%2fnode?write=true")).toEqual({
      format: "npm",
      repository: "team",
      path: "@types%2fnode",
      baseUrl: "http://127.0.0.1:4873/npm/team/",
    });
  });

  test.each(["http://127.0.0.1:4873/npm/team", "http://127.0.0.1:4873/npm/team/"])(
    "%s is the repository itself",
    (url) => {
      expect(parseRoute(paths, url).path).toBe("");
    },
  );

  test.each(["https://packages.example.com/headwater/npm/team/ms", "http://127.0.0.1:4873/npm/team/ms"])(
    "behind a proxy, with or without its prefix, the base URL is the configured one: %s",
    (url) => {
      expect(parseRoute(behindProxy, url)).toEqual({
        format: "npm",
        repository: "team",
        path: "ms",
        baseUrl: "https://packages.example.com/headwater/npm/team/",
      });
    },
  );

  test("a repository at the root takes the whole path", () => {
    expect(parseRoute(root, "http://127.0.0.1:23456/npm/team/ms")).toEqual({
      format: "npm",
      repository: "team",
      path: "npm/team/ms",
      baseUrl: "http://127.0.0.1:23456/",
    });
  });

  test.each(["/", "/npm", "/npm/", "/docker/team/ms", "//npm/team/ms", "/__proto__/team/ms", "/npm/../team"])(
    "nothing is at %s",
    (path) => {
      expect(() => parseRoute(paths, `http://127.0.0.1:4873${path}`)).toThrow(
        expect.objectContaining({ code: "ROUTE_NOT_FOUND" }),
      );
    },
  );

  test.each(["..%2fother", "te%00am", "__proto__", "%ff", "x", "a".repeat(101)])(
    "R1: the repository name %s is refused",
    (name) => {
      expect(() => parseRoute(paths, `http://127.0.0.1:4873/npm/${name}/ms`)).toThrow(
        expect.objectContaining({ code: "INVALID_NAME" }),
      );
    },
  );
});
