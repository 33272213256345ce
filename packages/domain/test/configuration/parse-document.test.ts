import { describe, expect, test } from "vitest";
import { parseDocument } from "../../src/configuration/parse-document.ts";

const TEXT = `# a comment
domain: acme
repositories:
  team:
    upstreams: [ shared, 'npm-store' ]
owner: 007
`;

describe("a parsed document", () => {
  const document = parseDocument(TEXT);

  test("is its content as data", () => {
    expect(document.faults).toEqual([]);
    expect(document.content).toEqual({
      domain: "acme",
      repositories: { team: { upstreams: ["shared", "npm-store"] } },
      owner: 7,
    });
  });

  test.each([
    [["domain"], "key", 2, 1],
    [["domain"], "value", 2, 9],
    [["repositories", "team", "upstreams"], "key", 5, 5],
    [["repositories", "team", "upstreams", 1], "value", 5, 26],
    [["repositories", "team", "nothing"], "key", 4, 3],
    [[], "value", 2, 1],
  ] as const)("knows where %j stands, as %s", (path, at, line, column) => {
    expect(document.positionOf(path, at)).toEqual({ line, column });
  });

  test("knows how a scalar is written", () => {
    expect(document.sourceOf(["owner"])).toBe("007");
    expect(document.sourceOf(["repositories"])).toBeUndefined();
  });

  test("finds places behind an alias", () => {
    const aliased = parseDocument("a: &x { b: 1 }\nc: *x\n");
    expect(aliased.content).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(aliased.positionOf(["c", "b"], "key")).toEqual({ line: 1, column: 9 });
  });

  test("has no content when the text has a fault", () => {
    const broken = parseDocument("a: [1");
    expect(broken.content).toBeUndefined();
    expect(broken.faults[0]?.position.line).toBe(1);
  });
});
