import { join } from "node:path";
import { expect, test } from "vitest";
import { isYarnClassic, readYarnClassicSettings, tarballRegistry } from "../../src/exec/yarn-classic-settings.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const npmDefault = "https://npm.example.com/";
const yarnDefault = "https://yarn.example.com/";

test(".yarnrc names a registry and scopes, the nearest file first", async () => {
  await using root = await temporaryFolder({
    ".yarnrc": 'registry "https://far.example/"\n',
    "p/.yarnrc":
      '# registry "https://no.example/"\nregistry "https://near.example/"\n"@acme:registry" "https://a.example/"\nyarn-path "y.js"\n',
  });
  const folder = join(root.path, "p");
  expect(await readYarnClassicSettings(folder, { HOME: root.path })).toEqual({
    registry: "https://near.example/",
    scopes: [{ scope: "@acme", registry: "https://a.example/", file: join(folder, ".yarnrc") }],
  });
});

test.each([
  [undefined, {}, yarnDefault],
  ["https://proxy.example/npm/", {}, yarnDefault],
  ["https://npm.example.com", {}, npmDefault],
  [npmDefault, { YARN_REGISTRY: yarnDefault }, yarnDefault],
])("with the registry %s in .yarnrc and %j Yarn 1 names %s in its lockfile", (registry, env, answer) => {
  expect(tarballRegistry({ env, yarnrc: { registry, scopes: [] }, npmDefault, yarnDefault })).toBe(answer);
});

test.each([
  ["cli.js", "var YARN_REGISTRY = exports.YARN_REGISTRY = '…'", "{}", true],
  ["yarn-4.1.0.cjs", "npmRegistryServer: {default: '…'}", "{}", false],
  ["corepack.cjs", "", "{}", true],
  ["corepack.cjs", "", '{ "packageManager": "yarn@1.22.22" }', true],
  ["corepack.cjs", "", '{ "packageManager": "yarn@4.18.1+sha224.0" }', false],
])("%s with %j in a project with %s is Yarn 1: %s", async (program, text, manifest, answer) => {
  await using root = await temporaryFolder({ "package.json": manifest });
  expect(await isYarnClassic({ program: `/lib/${program}`, text, registry: yarnDefault }, root.path)).toBe(answer);
});
