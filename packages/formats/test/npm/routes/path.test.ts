import { describe, expect, test } from "vitest";
import { matchPattern, pathSegments } from "../../../src/npm/routes/path.ts";

describe("a path", () => {
  test.each([
    ["express", ["express"]],
    ["express/", ["express"]],
    ["@types/node", ["@types/node"]],
    ["@types%2fnode/22.0.0", ["@types/node", "22.0.0"]],
    ["%40types%2Fnode/-/node-22.0.0.tgz", ["@types/node", "-", "node-22.0.0.tgz"]],
    ["-/package/@types/node/dist-tags", ["-", "package", "@types/node", "dist-tags"]],
    ["-/npm/v1/attestations/@s%2fx@1.0.0", ["-", "npm", "v1", "attestations", "@s/x@1.0.0"]],
    ["@types/-/x.tgz", ["@types", "-", "x.tgz"]],
    ["a%252fb", ["a%2fb"]],
    ["x//y", ["x", "", "y"]],
  ])("%s is read segment by segment, decoded once", (path, segments) => {
    expect(pathSegments(path)).toEqual(segments);
  });

  test("that is not properly encoded is refused", () => {
    expect(() => pathSegments("a/%E0%A4%A")).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
  });

  test("fits a pattern segment by segment", () => {
    expect(matchPattern(":package/-/:file", ["@s/x", "-", "x-1.tgz"])).toEqual({ package: "@s/x", file: "x-1.tgz" });
    expect(matchPattern("-/ping", ["-", "ping"])).toEqual({});
    expect(matchPattern("-/ping", ["-", "pong"])).toBeUndefined();
    expect(matchPattern(":package", ["a", "b"])).toBeUndefined();
    expect(matchPattern(":package/:version", ["a", ""])).toBeUndefined();
    expect(matchPattern(":package/:version", ["-", "ping"])).toBeUndefined();
    expect(matchPattern(":package", ["-"])).toEqual({ package: "-" });
  });
});
