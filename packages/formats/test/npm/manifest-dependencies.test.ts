import { expect, test } from "vitest";
import { manifestDependencies } from "../../src/npm/manifest-dependencies.ts";

test("a manifest's direct dependencies are regular, dev, peer or optional, with the scope as namespace", () => {
  const manifest = {
    dependencies: { express: "^5.0.0", "@types/node": "*" },
    devDependencies: { vitest: "^4" },
    peerDependencies: { react: ">=18" },
    optionalDependencies: { fsevents: "~2.3" },
  };
  expect(manifestDependencies(manifest)).toStrictEqual([
    { package: "express", dependencyType: "regular", versionRequirement: "^5.0.0" },
    { namespace: "types", package: "node", dependencyType: "regular", versionRequirement: "*" },
    { package: "vitest", dependencyType: "dev", versionRequirement: "^4" },
    { package: "react", dependencyType: "peer", versionRequirement: ">=18" },
    { package: "fsevents", dependencyType: "optional", versionRequirement: "~2.3" },
  ]);
});

test("what a registry repeats among the others is optional alone; a peer may be a dev dependency as well", () => {
  const manifest = {
    dependencies: { fsevents: "~2.3" },
    optionalDependencies: { fsevents: "~2.3" },
    peerDependencies: { react: "*" },
    devDependencies: { react: "^19" },
  };
  expect(manifestDependencies(manifest).map(({ package: name, dependencyType }) => [name, dependencyType])).toEqual([
    ["react", "dev"],
    ["react", "peer"],
    ["fsevents", "optional"],
  ]);
});

test.each([
  [{}],
  [{ dependencies: null }],
  [{ dependencies: ["a"] }],
  [{ dependencies: "a" }],
  [{ dependencies: { a: 1, b: null, c: {}, "": "*" } }],
])("%j names none", (manifest) => {
  expect(manifestDependencies(manifest)).toStrictEqual([]);
});

test("a dependency on __proto__ is a name like any other", () => {
  const manifest = JSON.parse('{"dependencies":{"__proto__":"1.0.0"}}') as { dependencies: { a: string } };
  expect(manifestDependencies(manifest)).toMatchObject([{ package: "__proto__" }]);
});
