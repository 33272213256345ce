import { expect, test } from "vitest";
import { pnpmTree } from "../../src/installed/pnpm-tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const lock = `lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-x}\n  b@1.0.0:\n    resolution: {integrity: sha512-x}\n`;
const names = async (root: string): Promise<readonly string[] | undefined> =>
  (await pnpmTree(root))?.map(({ name }) => name);

test("the lockfile in node_modules is what is installed, without what was skipped for another platform", async () => {
  await using root = await temporaryFolder({
    "node_modules/.pnpm/lock.yaml": lock,
    "node_modules/.modules.yaml": JSON.stringify({ skipped: ["b@1.0.0"] }),
  });
  expect(await names(root.path)).toEqual(["a"]);
});

test("when nothing is known to be skipped, everything counts as installed", async () => {
  await using without = await temporaryFolder({ "node_modules/.pnpm/lock.yaml": lock });
  await using odd = await temporaryFolder({
    "node_modules/.pnpm/lock.yaml": lock,
    "node_modules/.modules.yaml": "not: json",
  });
  expect([await names(without.path), await names(odd.path)]).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
});

test("without that lockfile there is no tree of pnpm's", async () => {
  await using root = await temporaryFolder({ "pnpm-lock.yaml": lock });
  expect(await names(root.path)).toBeUndefined();
});
