import { describe, expect, test } from "vitest";
import type { PackageCoordinate } from "../../src/names/coordinate.ts";
import { createGroupTree } from "../../src/package-group/group-tree.ts";
import { type PackageGroup, restrictionsOf, rootGroup } from "../../src/package-group/package-group.ts";

const group = (pattern: string): PackageGroup => ({ pattern, createdTime: 1, restrictions: restrictionsOf("INHERIT") });
const treeOf = (...patterns: readonly string[]) => createGroupTree(patterns.map(group), 7);
const npm = (name: string, namespace?: string): PackageCoordinate =>
  namespace === undefined ? { format: "npm", name } : { format: "npm", namespace, name };
const associated = (tree: ReturnType<typeof treeOf>, coordinate: PackageCoordinate): readonly [string, string] => {
  const { group: found, type } = tree.associate(coordinate);
  return [found.pattern, type];
};

describe("the root of all groups", () => {
  test("PG14, PG15: is there without having been made, allows everything and has no parent", () => {
    const tree = createGroupTree([], 7);
    expect(tree.groups).toEqual([rootGroup(7)]);
    expect(tree.parentOf("/*")).toBeUndefined();
    expect(associated(tree, npm("react"))).toEqual(["/*", "STRONG"]);
  });

  test("PG14: is as it was last edited", () => {
    const edited = { ...rootGroup(1), description: "all" };
    expect(createGroupTree([edited, group("/npm/*")]).get("/*")).toBe(edited);
  });
});

describe("a package's group", () => {
  const tree = treeOf("/npm/*", "/npm/acme/*", "/npm/acme/ui~", "/npm/acme/ui$", "/npm//acme-tool$", "/nuget/*");

  test.each([
    [npm("react"), "/npm/*"],
    [npm("x", "acme"), "/npm/acme/*"],
    [npm("ui-kit", "acme"), "/npm/acme/ui~"],
    [npm("ui", "acme"), "/npm/acme/ui$"],
    [{ format: "pypi", name: "ui" } as const, "/*"],
    [{ format: "nuget", name: "ui" } as const, "/nuget/*"],
  ])("PG8: of %j is the most specific that matches: %s", (coordinate, pattern) => {
    expect(associated(tree, coordinate)).toEqual([pattern, "STRONG"]);
  });

  test.each([npm("acme_tool"), npm("Acme-Tool"), npm("acrne-tool"), npm("acme-too1")])(
    "PG10, PG11: of the look-alike %j is the group of the name that it looks like",
    (coordinate) => {
      expect(associated(tree, coordinate)).toEqual(["/npm//acme-tool$", "WEAK"]);
    },
  );

  test.each(["acme_tool", "acme..tool", "ACME-tool"])(
    "PG12: of the look-alike %s is one of its own, once that is made, and the other name keeps its own",
    (name) => {
      const freed = treeOf("/npm//acme-tool$", `/npm//${name}$`);
      expect(associated(freed, npm(name))).toEqual([`/npm//${name}$`, "STRONG"]);
      expect(associated(freed, npm("acme-tool"))).toEqual(["/npm//acme-tool$", "STRONG"]);
      expect(associated(freed, npm("acme.tool"))[1]).toBe("WEAK");
    },
  );

  test("PG9: two groups that differ in capital letters have each their package", () => {
    const cased = treeOf("/npm//Ab$", "/npm//ab$");
    expect(associated(cased, npm("Ab"))).toEqual(["/npm//Ab$", "STRONG"]);
    expect(associated(cased, npm("ab"))).toEqual(["/npm//ab$", "STRONG"]);
    expect(associated(cased, npm("AB"))[1]).toBe("WEAK");
  });
});

describe("the tree", () => {
  const tree = treeOf("/npm/acme/ui-kit$", "/npm/acme/ui~", "/npm/*", "/maven/*");

  test("PG14: the parent is the next less specific group that there is", () => {
    expect(tree.parentOf("/npm/acme/ui-kit$")?.pattern).toBe("/npm/acme/ui~");
    expect(tree.parentOf("/npm/acme/ui~")?.pattern).toBe("/npm/*");
    expect(tree.parentOf("/npm/*")?.pattern).toBe("/*");
  });

  test("children are those right below", () => {
    const children = (pattern: string): readonly string[] => tree.childrenOf(pattern).map((each) => each.pattern);
    expect([children("/*"), children("/npm/*"), children("/npm/acme/ui-kit$")]).toEqual([
      ["/maven/*", "/npm/*"],
      ["/npm/acme/ui~"],
      [],
    ]);
  });

  test("PG20: without a group its children have its parent", () => {
    expect(treeOf("/npm/acme/ui-kit$", "/npm/*").parentOf("/npm/acme/ui-kit$")?.pattern).toBe("/npm/*");
  });
});
