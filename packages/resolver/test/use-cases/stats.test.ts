import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";

test("D5: an asset counts once as stored, and once per reference as referenced", async () => {
  const domain = await buildResolver({
    repositories: {
      team: { upstreams: ["npm-store"] },
      also: { upstreams: ["npm-store"] },
      "npm-store": { externalConnection: "public:npmjs" },
      empty: {},
    },
  });
  domain.registry.add("a@1.0.0", { bytes: bytesOf("a", 1000) });
  domain.registry.add("a@2.0.0", { bytes: bytesOf("a2", 100) });
  domain.registry.add("@scope/a@1.0.0", { bytes: bytesOf("scoped", 10) });
  for (const repository of ["team", "also"]) await domain.install(repository, "a@1.0.0");
  await domain.install("team", "a@2.0.0");
  await domain.install("also", "@scope/a@1.0.0");
  await domain.deleteVersion("npm-store", "a@2.0.0");
  expect(await domain.resolver.stats()).toStrictEqual({
    repositories: [
      { repository: "also", packages: 2, references: 2, bytesReferenced: 1010 },
      { repository: "empty", packages: 0, references: 0, bytesReferenced: 0 },
      { repository: "npm-store", packages: 2, references: 2, bytesReferenced: 1010 },
      { repository: "team", packages: 1, references: 2, bytesReferenced: 1100 },
    ],
    packages: 2,
    packageVersions: 3,
    references: 6,
    assets: 3,
    bytesStored: 1110,
    bytesReferenced: 3120,
  });
});

test("D5: two versions with the same bytes store them once", async () => {
  const domain = await buildResolver({ repositories: { "npm-store": { externalConnection: "public:npmjs" } } });
  const bytes = bytesOf("same", 500);
  for (const spec of ["a@1.0.0", "b@1.0.0"]) {
    domain.registry.add(spec, { bytes });
    await domain.install("npm-store", spec);
  }
  expect(await domain.resolver.stats()).toMatchObject({
    packageVersions: 2,
    assets: 1,
    bytesStored: 500,
    bytesReferenced: 1000,
  });
});

test("X7: what is Disposed refers to no bytes, also while they are still there", async () => {
  const domain = await buildResolver({ repositories: { team: {} } });
  await domain.publish("team", "a@1.0.0", { bytes: bytesOf("a", 500) });
  await domain.resolver.disposePackageVersions({
    repository: "team",
    package: { format: "npm", name: "a" },
    versions: ["1.0.0"],
  });
  expect(await domain.resolver.stats()).toMatchObject({ references: 1, bytesStored: 500, bytesReferenced: 0 });
});

test("D3: a new domain has nothing", async () => {
  const { resolver } = await buildResolver({ repositories: {} });
  expect(await resolver.stats()).toStrictEqual({
    repositories: [],
    packages: 0,
    packageVersions: 0,
    references: 0,
    assets: 0,
    bytesStored: 0,
    bytesReferenced: 0,
  });
});
