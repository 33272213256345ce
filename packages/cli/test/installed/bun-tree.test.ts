import { expect, test } from "vitest";
import { bunTree, hoistedPath } from "../../src/installed/bun-tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const packages = {
  a: ["a@1.0.0", "", {}, "sha512-x"],
  "@s/b": ["@s/b@2.0.0", "", {}, "sha512-x"],
  "a/c": ["c@3.0.0", "", {}, "sha512-x"],
  elsewhere: ["elsewhere@1.0.0", "", { os: "win32" }, "sha512-x"],
};
const lock = { "bun.lock": JSON.stringify({ lockfileVersion: 1, packages }) };
const names = async (root: string): Promise<readonly string[] | undefined> =>
  (await bunTree(root))?.map(({ name, version }) => `${name}@${version}`);

test("in the hoisted layout an entry is installed when its path is there", async () => {
  await using root = await temporaryFolder({
    ...lock,
    "node_modules/a/package.json": "{}",
    "node_modules/@s/b/package.json": "{}",
    "node_modules/a/node_modules/c/package.json": "{}",
  });
  expect(await names(root.path)).toEqual(["a@1.0.0", "@s/b@2.0.0", "c@3.0.0"]);
});

test("in the isolated layout when its folder is there, with or without the hash of its peers", async () => {
  await using root = await temporaryFolder({
    ...lock,
    "node_modules/.bun/a@1.0.0+0123456789abcdef/x": "",
    "node_modules/.bun/@s+b@2.0.0/x": "",
  });
  expect(await names(root.path)).toEqual(["a@1.0.0", "@s/b@2.0.0"]);
});

test("without a lockfile or without node_modules there is no tree of Bun's", async () => {
  await using noTree = await temporaryFolder(lock);
  await using noLockfile = await temporaryFolder({ "node_modules/a/package.json": "{}" });
  expect([await names(noTree.path), await names(noLockfile.path)]).toEqual([undefined, undefined]);
});

test("a key is a path of packages", () => {
  expect(hoistedPath("@s/a/b/@t/c")).toBe("node_modules/@s/a/node_modules/b/node_modules/@t/c");
});
