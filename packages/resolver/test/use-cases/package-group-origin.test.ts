import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import type { OriginRestrictionMode, OriginRestrictionType } from "../../src/package-group/package-group.ts";

const build = async () => {
  const domain = await buildResolver({ repositories: { team: {}, shared: {}, store: {} } });
  await domain.resolver.createPackageGroup({ packageGroup: "/npm/*" });
  return domain;
};
const allow = (repositoryName: string, originRestrictionType: OriginRestrictionType = "PUBLISH") => ({
  repositoryName,
  originRestrictionType,
});

describe("the origin configuration of a package group", () => {
  test("PG16, PG18: sets the modes that are named and has one list per restriction", async () => {
    const { resolver } = await build();
    const outcome = await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/*",
      restrictions: { PUBLISH: "ALLOW_SPECIFIC_REPOSITORIES", EXTERNAL_UPSTREAM: "BLOCK" },
      addAllowedRepositories: [allow("team"), allow("shared"), allow("team", "INTERNAL_UPSTREAM")],
    });
    expect(outcome.allowedRepositoryUpdates).toStrictEqual({
      PUBLISH: { ADDED: ["team", "shared"] },
      INTERNAL_UPSTREAM: { ADDED: ["team"] },
    });
    expect(outcome.packageGroup.originConfiguration.restrictions).toMatchObject({
      PUBLISH: { mode: "ALLOW_SPECIFIC_REPOSITORIES", repositoriesCount: 2 },
      EXTERNAL_UPSTREAM: { mode: "BLOCK", repositoriesCount: 0 },
      INTERNAL_UPSTREAM: { mode: "INHERIT", repositoriesCount: 1 },
    });
    const listed = await resolver.listAllowedRepositoriesForGroup({
      packageGroup: "/npm/*",
      originRestrictionType: "PUBLISH",
    });
    expect(listed.items).toEqual(["shared", "team"]);
  });

  test("PG18: adds and removes what is a change, and keeps a list while another mode holds", async () => {
    const { resolver } = await build();
    const update = (input: object) =>
      resolver.updatePackageGroupOriginConfiguration({ packageGroup: "/npm/*", ...input });
    await update({ addAllowedRepositories: [allow("team"), allow("shared")] });
    const { allowedRepositoryUpdates } = await update({
      restrictions: { PUBLISH: "BLOCK" },
      addAllowedRepositories: [allow("store"), allow("team")],
      removeAllowedRepositories: [allow("shared"), allow("nowhere")],
    });
    expect(allowedRepositoryUpdates).toStrictEqual({ PUBLISH: { ADDED: ["store"], REMOVED: ["shared"] } });
    const page = { packageGroup: "/npm/*", originRestrictionType: "PUBLISH", maxResults: 1 } as const;
    const first = await resolver.listAllowedRepositoriesForGroup(page);
    const second = await resolver.listAllowedRepositoriesForGroup({ ...page, nextToken: first.nextToken ?? "" });
    expect([first.items, second.items, second.nextToken]).toEqual([["store"], ["team"], undefined]);
  });

  test("PG19: a repository that is deleted leaves every list, so that another of its name is not allowed", async () => {
    const { resolver } = await build();
    const { packageGroup } = { packageGroup: "/npm/*" };
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup,
      addAllowedRepositories: [allow("team"), allow("shared")],
    });
    await resolver.deleteRepository("team");
    await resolver.createRepository({ repository: "team" });
    const listed = await resolver.listAllowedRepositoriesForGroup({ packageGroup, originRestrictionType: "PUBLISH" });
    expect(listed.items).toEqual(["shared"]);
  });

  test.each([
    [{ restrictions: { PUBLISH: "DENY" as OriginRestrictionMode } }, "INVALID_ARGUMENT", "PG16"],
    [{ restrictions: { DELETE: "BLOCK" } as object }, "INVALID_ARGUMENT", "PG16"],
    [{ addAllowedRepositories: [allow("team", "DELETE" as OriginRestrictionType)] }, "INVALID_ARGUMENT", "PG16"],
    [
      { addAllowedRepositories: [allow("team")], removeAllowedRepositories: [allow("team")] },
      "INVALID_ARGUMENT",
      "PG18",
    ],
    [{ packageGroup: "/*", restrictions: { PUBLISH: "INHERIT" as const } }, "INVALID_ARGUMENT", "PG14"],
    [{ addAllowedRepositories: [allow("nowhere")] }, "REPOSITORY_NOT_FOUND", undefined],
    [{ packageGroup: "/nuget/*", restrictions: { PUBLISH: "BLOCK" as const } }, "PACKAGE_GROUP_NOT_FOUND", undefined],
  ])("PG14, PG16, PG18: %j is refused, and nothing is changed", async (input, code, rule) => {
    const { resolver } = await build();
    const before = await resolver.listPackageGroups({});
    await expect(
      resolver.updatePackageGroupOriginConfiguration({ packageGroup: "/npm/*", ...input }),
    ).rejects.toMatchObject({ code, ...(rule === undefined ? {} : { details: { rule } }) });
    expect(await resolver.listPackageGroups({})).toStrictEqual(before);
  });

  test("PG14: of the root can be set like any other's", async () => {
    const { resolver } = await build();
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/*",
      restrictions: { EXTERNAL_UPSTREAM: "BLOCK" },
    });
    const { restrictions } = (await resolver.describePackageGroup("/npm/*")).originConfiguration;
    expect(restrictions.EXTERNAL_UPSTREAM).toMatchObject({ effectiveMode: "BLOCK", inheritedFrom: { pattern: "/*" } });
  });
});
