import { expect, test } from "vitest";
import { npmTree } from "../../src/installed/npm-tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const lock = (...names: readonly string[]): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: "1.0.0" }])),
  });
const names = async (root: string): Promise<readonly string[] | undefined> =>
  (await npmTree(root))?.map(({ name }) => name);

test("npm's hidden lockfile is what is installed, whatever the lockfile says", async () => {
  await using root = await temporaryFolder({
    "package-lock.json": lock("a", "b"),
    "node_modules/.package-lock.json": lock("a"),
  });
  expect(await names(root.path)).toEqual(["a"]);
});

test("without it, what of the lockfile lies in node_modules is", async () => {
  await using root = await temporaryFolder({
    "package-lock.json": lock("a", "@s/b", "c"),
    "node_modules/@s/b/package.json": "{}",
  });
  expect(await names(root.path)).toEqual(["@s/b"]);
});

test("somebody else's tree, or none, is none of npm's", async () => {
  await using other = await temporaryFolder({ "package-lock.json": lock("a"), "node_modules/x/package.json": "{}" });
  await using none = await temporaryFolder({ "package-lock.json": lock("a") });
  expect([await names(other.path), await names(none.path)]).toEqual([undefined, undefined]);
});
