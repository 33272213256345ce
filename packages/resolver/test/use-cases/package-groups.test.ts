import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";

const build = () => buildResolver({ repositories: { team: {} } });

describe("the root group", () => {
  test("D3, PG14, PG15: is there in a new domain and allows everything", async () => {
    const { resolver, clock } = await build();
    const allow = { mode: "ALLOW", effectiveMode: "ALLOW", repositoriesCount: 0 };
    expect(await resolver.describePackageGroup("/*")).toStrictEqual({
      arn: "arn:aws:codeartifact:local:111122223333:package-group/acme/%2a",
      pattern: "/*",
      domainName: "acme",
      domainOwner: "111122223333",
      createdTime: clock.now(),
      originConfiguration: { restrictions: { PUBLISH: allow, EXTERNAL_UPSTREAM: allow, INTERNAL_UPSTREAM: allow } },
    });
  });

  test("PG14: is edited like any other, and neither deleted nor made", async () => {
    const { resolver } = await build();
    await resolver.updatePackageGroup({ packageGroup: "/*", description: "everything" });
    expect(await resolver.describePackageGroup("/*")).toMatchObject({ description: "everything" });
    await resolver.updatePackageGroup({ packageGroup: "/*", contactInfo: "us" });
    expect(await resolver.describePackageGroup("/*")).toMatchObject({ description: "everything", contactInfo: "us" });
    await expect(resolver.deletePackageGroup("/*")).rejects.toMatchObject({ details: { rule: "PG14" } });
    await expect(resolver.createPackageGroup({ packageGroup: "/*" })).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });
});

describe("a package group", () => {
  test("PG15, PG17: that is new inherits everything, and names from whom", async () => {
    const { resolver, clock } = await build();
    await resolver.createPackageGroup({ packageGroup: "/npm/*" });
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/*",
      restrictions: { PUBLISH: "BLOCK" },
    });
    clock.advance(5);
    const npm = { arn: "arn:aws:codeartifact:local:111122223333:package-group/acme/npm/%2a", pattern: "/npm/*" };
    const root = { arn: "arn:aws:codeartifact:local:111122223333:package-group/acme/%2a", pattern: "/*" };
    const input = { packageGroup: "/npm/acme/*", contactInfo: "tools", description: "ours" };
    const created = await resolver.createPackageGroup(input);
    const open = { mode: "INHERIT", effectiveMode: "ALLOW", inheritedFrom: root, repositoriesCount: 0 };
    expect(created).toStrictEqual({
      arn: "arn:aws:codeartifact:local:111122223333:package-group/acme/npm/acme/%2a",
      pattern: "/npm/acme/*",
      domainName: "acme",
      domainOwner: "111122223333",
      createdTime: clock.now(),
      contactInfo: "tools",
      description: "ours",
      originConfiguration: {
        restrictions: {
          PUBLISH: { mode: "INHERIT", effectiveMode: "BLOCK", inheritedFrom: npm, repositoriesCount: 0 },
          EXTERNAL_UPSTREAM: open,
          INTERNAL_UPSTREAM: open,
        },
      },
      parent: npm,
    });
    expect(await resolver.describePackageGroup("/npm/acme/*")).toStrictEqual(created);
  });

  test("PG21: keeps its pattern; contact and description change each by itself", async () => {
    const { resolver } = await build();
    await resolver.createPackageGroup({ packageGroup: "/npm/*", contactInfo: "a", description: "b" });
    const updated = await resolver.updatePackageGroup({ packageGroup: "/npm/*", description: "" });
    expect(updated).toMatchObject({ pattern: "/npm/*", contactInfo: "a", description: "" });
  });

  test("PG9: has a name of its own in each case, and no name twice", async () => {
    const { resolver } = await build();
    await resolver.createPackageGroup({ packageGroup: "/npm//Ab$" });
    await resolver.createPackageGroup({ packageGroup: "/npm//ab$" });
    await expect(resolver.createPackageGroup({ packageGroup: "/npm//ab$" })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
  });

  test("PG20: that is deleted leaves its children to its parent, whose word counts for them then; packages stay", async () => {
    const { resolver, publish, holders } = await build();
    for (const packageGroup of ["/npm/*", "/npm/acme/*", "/npm/acme/ui~"])
      await resolver.createPackageGroup({ packageGroup });
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/acme/*",
      restrictions: { PUBLISH: "BLOCK" },
    });
    await publish("team", "@acme/ui@1.0.0");
    expect(
      (await resolver.describePackageGroup("/npm/acme/ui~")).originConfiguration.restrictions.PUBLISH.effectiveMode,
    ).toBe("BLOCK");
    expect(await resolver.deletePackageGroup("/npm/acme/*")).toMatchObject({ pattern: "/npm/acme/*" });
    const { parent, originConfiguration } = await resolver.describePackageGroup("/npm/acme/ui~");
    expect(parent?.pattern).toBe("/npm/*");
    expect(originConfiguration.restrictions.PUBLISH).toMatchObject({
      effectiveMode: "ALLOW",
      inheritedFrom: { pattern: "/*" },
    });
    expect(await holders("@acme/ui@1.0.0")).toEqual(["team"]);
  });

  test("PG7: that is none, or not there, is told apart", async () => {
    const { resolver } = await build();
    await expect(resolver.createPackageGroup({ packageGroup: "/npm/ac me/*" })).rejects.toMatchObject({
      code: "INVALID_NAME",
    });
    await expect(resolver.createPackageGroup({ packageGroup: "/npm/*", description: "\u0007" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    for (const attempt of [
      () => resolver.describePackageGroup("/npm/*"),
      () => resolver.updatePackageGroup({ packageGroup: "/npm/*", description: "x" }),
      () => resolver.deletePackageGroup("/npm/*"),
      () => resolver.listSubPackageGroups({ packageGroup: "/npm/*" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: "PACKAGE_GROUP_NOT_FOUND",
        details: { packageGroup: "/npm/*" },
      });
    }
  });
});

describe("lists of package groups", () => {
  const patterns = ["/npm/*", "/npm/acme/*", "/npm/acme/ui~", "/nuget/*"];

  test("are sorted, have the root and can be narrowed by a prefix, in pages", async () => {
    const { resolver } = await build();
    for (const packageGroup of patterns) await resolver.createPackageGroup({ packageGroup });
    const all = (await resolver.listPackageGroups({})).items;
    expect(all.map(({ pattern }) => pattern)).toEqual(["/*", ...patterns]);
    expect(all[1]).toStrictEqual(await resolver.describePackageGroup("/npm/*"));
    const first = await resolver.listPackageGroups({ prefix: "/npm/", maxResults: 2 });
    expect(first.items.map(({ pattern }) => pattern)).toEqual(["/npm/*", "/npm/acme/*"]);
    const second = await resolver.listPackageGroups({
      prefix: "/npm/",
      maxResults: 2,
      nextToken: first.nextToken ?? "",
    });
    expect(second).toMatchObject({ items: [{ pattern: "/npm/acme/ui~" }] });
    expect(second).not.toHaveProperty("nextToken");
  });

  test("PG14: of subgroups have those right below alone", async () => {
    const { resolver } = await build();
    for (const packageGroup of patterns) await resolver.createPackageGroup({ packageGroup });
    const below = async (packageGroup: string): Promise<readonly string[]> =>
      (await resolver.listSubPackageGroups({ packageGroup })).items.map(({ pattern }) => pattern);
    expect([await below("/*"), await below("/npm/*"), await below("/nuget/*")]).toEqual([
      ["/npm/*", "/nuget/*"],
      ["/npm/acme/*"],
      [],
    ]);
  });
});
