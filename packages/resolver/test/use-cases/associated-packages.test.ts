import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const build = async () => {
  const domain = await buildResolver({ repositories: { team: {}, shared: {} } });
  for (const spec of ["@acme/ui@1.0.0", "@acme/ui-kit@1.0.0", "react@1.0.0", "Re-act@1.0.0"])
    await domain.publish("team", spec);
  await domain.publish("shared", "@acme/ui@1.0.0");
  return domain;
};

describe("the group of a package", () => {
  test("PG8, PG13: is told of a package that nobody has", async () => {
    const { resolver } = await build();
    expect(await resolver.getAssociatedPackageGroup(packageNamed("@acme/new"))).toMatchObject({
      packageGroup: { pattern: "/*" },
      associationType: "STRONG",
    });
    await resolver.createPackageGroup({ packageGroup: "/npm/acme/*" });
    expect(await resolver.getAssociatedPackageGroup(packageNamed("@acme/new"))).toStrictEqual({
      packageGroup: await resolver.describePackageGroup("/npm/acme/*"),
      associationType: "STRONG",
    });
    expect(await resolver.getAssociatedPackageGroup(packageNamed("@Acme/new"))).toMatchObject({
      packageGroup: { pattern: "/npm/acme/*" },
      associationType: "WEAK",
    });
  });
});

describe("the packages of a group", () => {
  test("PG8: are those that belong to it and to none below it, each once, whichever repositories have them", async () => {
    const { resolver } = await build();
    for (const packageGroup of ["/npm/acme/*", "/npm/acme/ui-kit$"])
      await resolver.createPackageGroup({ packageGroup });
    const ui = { format: "npm", namespace: "acme", package: "ui", associationType: "STRONG" };
    expect(await resolver.listAssociatedPackages({ packageGroup: "/npm/acme/*" })).toStrictEqual({ items: [ui] });
    const root = await resolver.listAssociatedPackages({ packageGroup: "/*", maxResults: 1 });
    expect(root).toMatchObject({ items: [{ package: "Re-act" }] });
    const rest = await resolver.listAssociatedPackages({ packageGroup: "/*", nextToken: root.nextToken ?? "" });
    expect(rest).toStrictEqual({ items: [{ format: "npm", package: "react", associationType: "STRONG" }] });
  });

  test("PG13: can be previewed before the group is made, look-alikes among them; without preview there is no such group", async () => {
    const { resolver } = await build();
    const packageGroup = "/npm//re_act$";
    const preview = await resolver.listAssociatedPackages({ packageGroup, preview: true });
    expect(preview.items).toStrictEqual([{ format: "npm", package: "Re-act", associationType: "WEAK" }]);
    await expect(resolver.listAssociatedPackages({ packageGroup })).rejects.toMatchObject({
      code: "PACKAGE_GROUP_NOT_FOUND",
    });
    await resolver.createPackageGroup({ packageGroup });
    expect(await resolver.listAssociatedPackages({ packageGroup })).toStrictEqual(preview);
    await expect(resolver.listAssociatedPackages({ packageGroup: "none", preview: true })).rejects.toMatchObject({
      code: "INVALID_NAME",
    });
  });
});
