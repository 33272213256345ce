import { afterEach, beforeEach, expect, test } from "vitest";
import { checkManifests } from "../../scripts/check-manifests.ts";
import { formatFinding } from "../../scripts/workspace/finding.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { type FixtureWorkspace, createFixtureWorkspace } from "./fixture-workspace.ts";

const store = {
  name: "@headwater/store",
  version: "0.1.0",
  description: "A store",
  license: "MIT",
  files: ["dist"],
  type: "module",
  exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
  scripts: { prepack: "echo 'Pack with: npm run pack' >&2 && exit 1" },
  dependencies: { "@headwater/resolver": "0.1.0", "@keyv/sqlite": "6.0.0-beta.4", semver: "^7.8.6" },
  engines: { node: "^22.22.2 || ^24.15.0 || >=26" },
};

let fixture: FixtureWorkspace;

beforeEach(() => {
  fixture = createFixtureWorkspace();
  fixture.write("package.json", JSON.stringify({ name: "w", version: "0.1.0", devDependencies: { semver: "^7.8.6" } }));
});

afterEach(() => fixture.remove());

const check = (change: Readonly<Record<string, unknown>>): readonly string[] => {
  fixture.write("packages/store/package.json", JSON.stringify({ ...store, ...change }));
  return checkManifests(fixture.root).map(formatFinding);
};

test("a manifest of the agreed shape passes", () => {
  expect(check({})).toEqual([]);
});

test.each([
  ["another licence", { license: "ISC" }, '"license" is "ISC", not "MIT"'],
  ["another Node range", { engines: { node: ">=20" } }, '"engines" is {"node":">=20"}'],
  ["a second export", { exports: { ".": "./src/index.ts", "./keys": "./src/keys.ts" } }, '"exports" is'],
  ["devDependencies of its own", { devDependencies: { semver: "^7.8.6" } }, "belongs in the workspace's package.json"],
  ["another version", { version: "0.2.0" }, `"version" is 0.2.0, the workspace's is 0.1.0`],
  ["no description", { description: "" }, '"description" is missing'],
  ["dist left out of files", { files: [] }, '"files" does not list dist'],
  ["a listed file that is not there", { files: ["dist", "schema"] }, '"files" lists schema, which does not exist'],
  [
    "a dependency against the directions",
    { dependencies: { "@headwater/formats": "0.1.0" } },
    "depends on @headwater/formats, against the import directions",
  ],
  [
    "a range on a package of ours",
    { dependencies: { "@headwater/resolver": "^0.1.0" } },
    "depends on @headwater/resolver ^0.1.0, not on exactly 0.1.0",
  ],
  [
    "@keyv/sqlite at another version",
    { dependencies: { "@keyv/sqlite": "6.0.0-beta.3" } },
    "@keyv/sqlite is 6.0.0-beta.3, not exactly 6.0.0-beta.4",
  ],
  [
    "a range on a prerelease",
    { dependencies: { clipanion: "^4.0.0-rc.4" } },
    "clipanion is ^4.0.0-rc.4; a prerelease is pinned exactly",
  ],
  [
    "a second range of one dependency",
    { dependencies: { semver: "^7.0.0" } },
    "semver is ^7.0.0 here and ^7.8.6 in package.json",
  ],
])("refuses %s", (_what, change, message) => {
  const findings = check(change);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain("packages/store/package.json: ");
  expect(findings[0]).toContain(message);
});

test("this workspace's manifests are of the agreed shape", () => {
  expect(checkManifests(workspaceRoot)).toEqual([]);
});
