import { symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { yarnRegistryAtHand } from "../../src/lockfile/yarn-registry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const classic = (host: string): string => `var YARN_REGISTRY = exports.YARN_REGISTRY = 'https://${host}';`;
const modern = (host: string): string =>
  `x={npmRegistryServer:{description:"a (b)",type:"STRING",default:"https://${host}"}}`;

test.each([
  [
    "yarn-path of .yarnrc",
    { "project/.yarnrc": 'yarn-path ".yarn/y.js"\n', "project/.yarn/y.js": classic("a.example") },
  ],
  ["yarnPath of .yarnrc.yml", { ".yarnrc.yml": "yarnPath: y.cjs\n", "y.cjs": modern("a.example") }],
  ["a local dependency", { "node_modules/yarn/bin/yarn.js": "", "node_modules/yarn/lib/cli.js": classic("a.example") }],
])("a Yarn that the project brings by %s says which registry is its default", async (_what, files) => {
  await using root = await temporaryFolder({ "project/x": "", "node_modules/.bin/x": "", ...files });
  if ("node_modules/yarn/bin/yarn.js" in files)
    await symlink("../yarn/bin/yarn.js", join(root.path, "node_modules", ".bin", "yarn"));
  expect(await yarnRegistryAtHand(join(root.path, "project"), { PATH: "" })).toBe("https://a.example/");
});

test("else the first in PATH that says so, through Corepack too", async () => {
  await using root = await temporaryFolder({
    "project/x": "",
    "one/yarn": '#!/bin/sh\nexec yarn "$@"\n',
    "two/x": "",
    "corepack/dist/yarn.js": "require('./lib/corepack.cjs')",
    "corepack/dist/lib/corepack.cjs": 'url: "https://b.example/yarn/-/yarn-{}.tgz"',
  });
  await symlink("../corepack/dist/yarn.js", join(root.path, "two", "yarn"));
  const PATH = ["one", "none", "two"].map((name) => join(root.path, name)).join(delimiter);
  expect(await yarnRegistryAtHand(join(root.path, "project"), { PATH })).toBe("https://b.example/");
  expect(await yarnRegistryAtHand(join(root.path, "project"), { PATH: "" })).toBeUndefined();
});
