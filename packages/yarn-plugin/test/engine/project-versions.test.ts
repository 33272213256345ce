import { Project, structUtils } from "@yarnpkg/core";
import { expect, test } from "vitest";
import { lockedPackages, registryEntries, resolvedPackages } from "../../src/engine/project-versions.ts";
import { type LockedPackage, makeYarnProject } from "../yarn-project.ts";

const locked: readonly LockedPackage[] = [
  [
    "a@1.0.0",
    "dependencies:",
    '  b: "npm:1.0.0"',
    '  elsewhere: "npm:1.0.0"',
    "dependenciesMeta:",
    "  elsewhere:",
    "    optional: true",
  ],
  "b@1.0.0",
  ["@s/c@1.0.0", 'resolution: "@s/c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fc.tgz"'],
  ["elsewhere@1.0.0", "conditions: os=nowhere"],
  "forgotten@1.0.0",
];
const dependencies = { a: "1.0.0", "@s/c": "1.0.0" };

const names = (packages: Iterable<Parameters<typeof structUtils.stringifyLocator>[0]>): readonly string[] =>
  [...packages].map((each) => structUtils.stringifyLocator(each)).toSorted();

test("what was resolved is all that the manifests lead to; what is installed leaves out what is for other platforms", async () => {
  const project = await (await makeYarnProject({ dependencies, locked })).project();
  const installed = [
    "@s/c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fc.tgz",
    "a@npm:1.0.0",
    "app@workspace:.",
    "b@npm:1.0.0",
  ];
  expect(names(resolvedPackages(project, "installed"))).toEqual(installed);
  expect(names(resolvedPackages(project, "all"))).toEqual([...installed, "elsewhere@npm:1.0.0"]);
});

test("what an install keeps of a lockfile is what the manifests as they are now lead to", async () => {
  const made = await makeYarnProject({ dependencies: { ...dependencies, b: "2.0.0" }, locked });
  const { project } = await Project.find(made.configuration, made.configuration.startingCwd);
  expect(names(await lockedPackages(project))).toEqual([
    "@s/c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fc.tgz",
    "a@npm:1.0.0",
    "b@npm:1.0.0",
    "elsewhere@npm:1.0.0",
  ]);
});

test("what comes from a registry is an entry, with its URL where that is not the project's registry; the rest is none", () => {
  const locators = [
    "a@npm:1.0.0",
    "@s/c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fc.tgz",
    "app@workspace:.",
    "a@patch:a@npm%3A1.0.0#./a.patch::version=1.0.0&hash=0",
    "git@https://git.example.com/git.git#commit=0",
    "linked@portal:../linked::locator=app%40workspace%3A.",
  ].map((each) => structUtils.parseLocator(each));
  expect(registryEntries(locators)).toEqual([
    { key: "a@npm:1.0.0", name: "a", version: "1.0.0" },
    {
      key: "@s/c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fc.tgz",
      name: "@s/c",
      version: "1.0.0",
      resolved: "https://npm.example.com/c.tgz",
    },
  ]);
});
