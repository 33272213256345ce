import { expect, test } from "vitest";
import { isWorkspace } from "../../src/installed/workspace-globs.ts";

test.each<[string, readonly string[], boolean]>([
  ["packages/a", ["packages/*"], true],
  ["packages/a", ["./packages/a/"], true],
  ["packages/a", ["/packages/*/"], true],
  ["packages/a", ["packages\\*"], true],
  ["packages/a", ["packages/{a,b}"], true],
  ["packages/a/b", ["packages/*"], false],
  ["packages/a/b", ["packages/**"], true],
  ["packages", ["packages/**"], true],
  ["packages/a", ["**"], true],
  ["packages/a", ["apps/*", "packages/a"], true],
  ["apps/.hidden", ["apps/*"], false],
  ["packages/a", ["."], false],
  ["packages/a", [], false],
])("%s is a workspace of %j: %j", (folder, globs, expected) => {
  expect(isWorkspace(folder, globs)).toBe(expected);
});

test.each<[string, readonly string[], boolean]>([
  ["packages/a", ["packages/*", "!packages/a"], false],
  ["packages/a", ["!packages/a", "packages/*"], false],
  ["packages/a/test", ["packages/**", "!**/test/**"], false],
  ["packages/a", ["packages/*", "!!packages/b"], true],
  ["packages/b/a", ["packages/**", "!packages/b/**", "packages/b/a"], true],
  ["packages/b/c", ["packages/**", "!packages/b/*", "packages/b/a"], true],
])("globs that take away: %s is a workspace of %j: %j", (folder, globs, expected) => {
  expect(isWorkspace(folder, globs)).toBe(expected);
});

test("what lies in a node_modules is no workspace", () => {
  expect(isWorkspace("node_modules/a", ["**"])).toBe(false);
  expect(isWorkspace("packages/a/node_modules/b", ["packages/**"])).toBe(false);
});

test("a glob that makes no sense contains nothing", () => {
  expect(isWorkspace("packages/a", ["", "packages/[", "!"])).toBe(false);
});
