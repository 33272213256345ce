import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const OURS = { publish: "ALLOW", upstream: "BLOCK" } as const;
const lodash = packageNamed("lodash");
const notices = async ({ resolver }: BuiltResolver, repository = "team"): Promise<readonly string[]> =>
  (await resolver.viewPackage(repository, lodash)).notices.map(({ code, message }) => `${code} ${message}`);

describe("what a list lacks", () => {
  test("S7: of a package that is published here is told when an upstream holds versions of it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { originControls: OURS });
    await domain.publish("shared", "lodash@9.0.0");
    expect(await notices(domain)).toEqual([
      'VERSIONS_WITHHELD team: versions of lodash in shared are withheld: the origin controls of "team" block upstreams for this package: upstream=BLOCK (S7).',
    ]);
  });

  test("S7: is nothing where an upstream holds the same versions, as after a promotion", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const repository of ["team", "npm-store"]) await domain.publish(repository, "lodash@1.0.0");
    await domain.setOriginControls("team", "lodash", OURS);
    expect(await notices(domain)).toEqual([]);
    await domain.publish("npm-store", "lodash@1.0.1");
    expect(await notices(domain)).toEqual([expect.stringContaining("in npm-store are withheld")]);
  });

  test("S7: is told when the public registry is known to have the package, and that is not asked for it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@9.0.0");
    await domain.listed("shared", "lodash");
    const asked = domain.registry.requests.length;
    await domain.publish("team", "lodash@1.0.0", { originControls: OURS });
    expect(await notices(domain)).toEqual([expect.stringContaining("in public:npmjs are withheld")]);
    expect(domain.registry.requests).toHaveLength(asked);
  });

  test("is nothing where nobody is known to have more: the usual package of one's own", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@9.0.0");
    await domain.publish("team", "lodash@1.0.0", { originControls: OURS });
    expect(await notices(domain)).toEqual([]);
    expect(domain.registry.requests).toEqual([]);
  });

  test("PG19: by a group's restriction is told with the group and the rule", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.install("team", "lodash@1.0.0");
    await domain.resolver.createPackageGroup({ packageGroup: "/npm/*" });
    await domain.resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/*",
      restrictions: { EXTERNAL_UPSTREAM: "BLOCK" },
    });
    expect(await notices(domain)).toEqual([
      'VERSIONS_WITHHELD team: versions of lodash in public:npmjs are withheld: its package group /npm/* has EXTERNAL_UPSTREAM=BLOCK, which keeps versions of public registries out of "npm-store" (PG19).',
    ]);
  });

  test("PG11: of a look-alike is told so", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0");
    await domain.publish("shared", "lodash@2.0.0");
    await domain.resolver.createPackageGroup({ packageGroup: "/npm//1odash$" });
    expect(await notices(domain)).toEqual([expect.stringMatching(/look-alike of the package group .*PG11/)]);
  });

  test("S7: reads the references once for as long as they stay as they are, and again when any of them changes", async () => {
    const { references } = createMemoryStores();
    let read = 0;
    const list: typeof references.list = async (prefix, page) => {
      const listed = await references.list(prefix, page);
      if (prefix.type === "reference") read += listed.records.length;
      return listed;
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, list } } });
    for (const repository of ["team", "shared"])
      for (let patch = 0; patch < 20; patch += 1) await domain.publish(repository, `lodash@1.0.${patch}`);
    await domain.setOriginControls("team", "lodash", OURS);
    const readBy = async (request: () => Promise<unknown>): Promise<number> => {
      read = 0;
      await request();
      return read;
    };
    expect(await readBy(() => notices(domain))).toBeGreaterThanOrEqual(40);
    expect(await readBy(() => notices(domain))).toBeLessThan(5);
    await domain.publish("shared", "lodash@2.0.0");
    expect(await notices(domain)).toEqual([expect.stringContaining("in shared are withheld")]);
    expect(await notices(domain)).toEqual([expect.stringContaining("in shared are withheld")]);
    await domain.publish("team", "lodash@2.0.0");
    expect(await notices(domain)).toEqual([]);
  });
});
