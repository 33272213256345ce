import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dependenciesDigest } from "../../bench/project/project-files.ts";
import { copyYarnProject, withoutPlugins } from "../../bench/yarn/yarn-project.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-bench-test-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const write = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, "project", file)), { recursive: true });
  await writeFile(join(root, "project", file), text);
};

const settings = `nodeLinker: pnp

plugins:
  - checksum: abc
    path: .yarn/plugins/@yarnpkg/plugin-headwater.cjs
    spec: ./plugin-headwater.js

npmScopes:
  acme:
    npmAlwaysAuth: true
`;

test.each([
  ["between others", settings, "nodeLinker: pnp\n\nnpmScopes:\n  acme:\n    npmAlwaysAuth: true\n"],
  ["at the end", "a: 1\nplugins:\n- path: x", "a: 1\n"],
  ["alone", "plugins:\n  - path: x\n", ""],
  ["not there", "a: 1\n", "a: 1\n"],
])("the key plugins is taken out of the settings: %s", (_where, yarnrc, expected) => {
  expect(withoutPlugins(yarnrc)).toBe(expected);
});

test("a copy holds what was written, and nothing that a client made or imported", async () => {
  const written = ["package.json", "yarn.lock", "packages/a/package.json", ".yarn/patches/a.patch", "src/yarn/a.js"];
  const made = [
    "node_modules/a/package.json",
    "packages/a/node_modules/b/package.json",
    ".yarn/cache/a.zip",
    ".yarn/plugins/@yarnpkg/plugin-headwater.cjs",
    ".yarn/install-state.gz",
    ".pnp.cjs",
    ".headwater/references.sqlite",
  ];
  for (const file of [...written, ...made]) await write(file, "{}");
  await write(".yarnrc.yml", settings);
  await copyYarnProject(join(root, "project"), join(root, "copy"));
  expect(written.filter((file) => !existsSync(join(root, "copy", file)))).toEqual([]);
  expect(made.filter((file) => existsSync(join(root, "copy", file)))).toEqual([]);
  expect(await readFile(join(root, "copy", ".yarnrc.yml"), "utf8")).not.toContain("plugin");
});

test("a project is recorded anew when a manifest or the lockfile changes, not for a source file", async () => {
  await write("package.json", "{}");
  await write("packages/a/package.json", "{}");
  const digest = (): Promise<string> => dependenciesDigest(join(root, "project"));
  const first = await digest();
  await write("packages/a/index.js", "");
  await write("node_modules/a/package.json", "{}");
  expect(await digest()).toBe(first);
  await write("packages/a/package.json", '{ "dependencies": {} }');
  expect(await digest()).not.toBe(first);
});
