import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");

/** A domain that has asked about lodash just now. */
async function asked() {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add("lodash@1.0.0", { tags: ["latest"] });
  await domain.listed("team", "lodash");
  return domain;
}

describe("refreshing a package", () => {
  test("F3: asks its registry at once, however young its last word, and shows the new versions from then on", async () => {
    const domain = await asked();
    domain.registry.add("lodash@1.1.0", { tags: ["latest"] });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(await domain.resolver.refreshPackage("team", lodash)).toStrictEqual({
      repository: "team",
      package: lodash,
      registries: [
        {
          repository: "npm-store",
          connection: "public:npmjs",
          state: "changed",
          addedVersions: ["1.1.0"],
          removedVersions: [],
          alteredVersions: [],
          tags: [{ tag: "latest", from: "1.0.0", to: "1.1.0" }],
        },
      ],
    });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
  });

  test("says so when nothing has changed, and counts as an answer of now", async () => {
    const domain = await asked();
    domain.clock.advance(4 * 60_000);
    const { registries } = await domain.resolver.refreshPackage("team", lodash);
    expect(registries).toMatchObject([{ state: "unchanged", addedVersions: [], tags: [] }]);
    const before = domain.registry.requests.length;
    domain.clock.advance(4 * 60_000);
    await domain.listed("team", "lodash");
    expect(domain.registry.requests).toHaveLength(before);
  });

  test("tells a package that was not asked for before from one that changed, and retains nothing (Q6)", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    const { registries } = await domain.resolver.refreshPackage("team", lodash);
    expect(registries).toMatchObject([{ state: "new", addedVersions: ["1.0.0"] }]);
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
  });

  test("tells what is gone, a version or the whole package; what is held stays", async () => {
    const domain = await asked();
    domain.registry.add("lodash@1.1.0");
    await domain.resolver.refreshPackage("team", lodash);
    await domain.install("team", "lodash@1.1.0");
    domain.registry.remove("lodash@1.1.0");
    expect((await domain.resolver.refreshPackage("team", lodash)).registries).toMatchObject([
      { state: "changed", removedVersions: ["1.1.0"] },
    ]);
    domain.registry.remove("lodash");
    expect((await domain.resolver.refreshPackage("team", lodash)).registries).toMatchObject([
      { state: "gone", removedVersions: ["1.0.0"] },
    ]);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.1.0"]);
  });

  test("F1: fails when the registry does, and what was known stays", async () => {
    const domain = await asked();
    domain.registry.goDown();
    await expect(domain.resolver.refreshPackage("team", lodash)).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    domain.registry.recover();
    expect(await domain.restart().refreshPackage("team", lodash)).toMatchObject({
      registries: [{ state: "unchanged" }],
    });
  });

  test("of a package that no registry ever had is refused", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await expect(domain.resolver.refreshPackage("team", lodash)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
  });

  test("asks every registry on the way, each once", async () => {
    const domain = await buildResolver({
      repositories: {
        team: { upstreams: ["one", "two"] },
        one: { externalConnection: "public:npmjs" },
        two: { externalConnection: "public:npmjs" },
      },
    });
    domain.registry.add("lodash@1.0.0");
    const { registries } = await domain.resolver.refreshPackage("team", lodash);
    expect(registries.map(({ repository, state }) => [repository, state])).toStrictEqual([
      ["one", "new"],
      ["two", "unchanged"],
    ]);
  });

  test("S7: asks nobody where the package blocks upstreams, and says which repository does", async () => {
    const domain = await asked();
    await domain.publish("shared", "lodash@9.0.0", { originControls: { publish: "ALLOW", upstream: "BLOCK" } });
    const before = domain.registry.requests.length;
    await expect(domain.resolver.refreshPackage("team", lodash)).rejects.toMatchObject({
      code: "EXTERNAL_CONNECTION_NOT_FOUND",
      hint: 'The origin controls of "shared" block upstreams for this package (S7).',
    });
    expect(domain.registry.requests).toHaveLength(before);
  });

  test("reads its last word anew when the bytes of that are lost", async () => {
    const domain = await asked();
    for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
    expect(await domain.resolver.refreshPackage("team", lodash)).toMatchObject({ registries: [{ state: "new" }] });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });
});
