import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared", "pypi-store"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
  "pypi-store": { externalConnection: "public:pypi" },
};

describe("a domain", () => {
  test("D3: that is new is Active, with no repositories and no bytes", async () => {
    const { resolver, clock } = await buildResolver({ repositories: {} });
    expect(await resolver.describeDomain()).toStrictEqual({
      name: "acme",
      owner: "111122223333",
      arn: "arn:aws:codeartifact:local:111122223333:domain/acme",
      status: "Active",
      createdTime: clock.now(),
      repositoryCount: 0,
      assetSizeBytes: 0,
    });
  });

  test("D5: counts each asset once, however many repositories refer to it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0", { bytes: bytesOf("a", 1000) });
    for (const repository of ["team", "shared", "npm-store"]) await domain.install(repository, "a@1.0.0");
    expect(await domain.resolver.describeDomain()).toMatchObject({ repositoryCount: 4, assetSizeBytes: 1000 });
  });

  test("is named in ARNs with the region of its settings", async () => {
    const { resolver } = await buildResolver({ repositories: { team: {} }, settings: { region: "eu-west-1" } });
    expect((await resolver.describeDomain()).arn).toContain(":eu-west-1:");
    expect((await resolver.describeRepository("team")).arn).toContain(":eu-west-1:");
  });
});

describe("the connections that a repository reaches", () => {
  test("E3, E4: are those of its upstreams, of the format that is asked for", async () => {
    const { resolver } = await buildResolver({ repositories: CHAIN });
    expect(await resolver.reachableConnections("team", "npm")).toStrictEqual([
      { repository: "npm-store", connection: { name: "public:npmjs", url: "https://npm.example.com/" } },
    ]);
    expect(await resolver.reachableConnections("pypi-store", "npm")).toStrictEqual([]);
    await expect(resolver.reachableConnections("nowhere", "npm")).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });

  test("of a format that has no client yet are an error that says so", async () => {
    const { resolver } = await buildResolver({ repositories: CHAIN });
    await expect(resolver.reachableConnections("team", "pypi")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  });
});

describe("searching held packages", () => {
  test("L1: finds what the repository and its upstreams hold, each once, by a part of the name in any case", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: {} } });
    await domain.publish("team", "@acme/ui@1.0.0");
    await domain.publish("npm-store", "@acme/ui@1.0.0");
    await domain.publish("npm-store", "React-UI@1.0.0");
    await domain.publish("npm-store", "lodash@1.0.0");
    await domain.publish("other", "ui-of-others@1.0.0");
    const search = (text: string, limit: number) => domain.resolver.searchHeldPackages("team", "npm", text, limit);
    expect(await search("Ui", 10)).toStrictEqual([
      { format: "npm", namespace: "acme", name: "ui" },
      { format: "npm", name: "React-UI" },
    ]);
    expect(await search("@acme/", 10)).toHaveLength(1);
    expect(await search("ui", 1)).toHaveLength(1);
    expect(await search("nothing", 10)).toStrictEqual([]);
    await expect(domain.resolver.searchHeldPackages("nowhere", "npm", "ui", 1)).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });
});
