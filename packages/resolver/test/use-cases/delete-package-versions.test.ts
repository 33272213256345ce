import { describe, expect, test } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const lodash = packageNamed("lodash");

async function withVersions(
  statuses: Readonly<Record<string, "Published" | "Unlisted" | "Archived" | "Disposed" | "Unfinished">>,
): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
  for (const [version, status] of Object.entries(statuses))
    await domain.publish("team", `lodash@${version}`, { status });
  return domain;
}

describe("deleting versions", () => {
  test.each(["Published", "Unlisted", "Archived", "Disposed", "Unfinished"] as const)(
    "X5: works on a version that is %s",
    async (status) => {
      const domain = await withVersions({ "1.0.0": status });
      const revision = (await domain.referenceOf("team", "lodash@1.0.0"))?.revision;
      const outcome = await domain.resolver.deletePackageVersions({
        repository: "team",
        package: lodash,
        versions: ["1.0.0", "1.0.0"],
      });
      expect(outcome).toStrictEqual({
        successfulVersions: { "1.0.0": { revision, status: "Deleted" } },
        failedVersions: {},
      });
      expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
    },
  );

  test("X3, X4, X5: with an expected status that one version does not have deletes none", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Archived" });
    const input = {
      repository: "team",
      package: lodash,
      versions: ["1.0.0", "2.0.0"],
      expectedStatus: "Published",
    } as const;
    expect((await domain.resolver.deletePackageVersions(input)).failedVersions).toMatchObject({
      "1.0.0": { errorCode: "SKIPPED" },
      "2.0.0": { errorCode: "MISMATCHED_STATUS" },
    });
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["team"]);
  });

  test("leaves the package with its origin controls when its last version goes (X6, L13)", async () => {
    const domain = await withVersions({ "1.0.0": "Published" });
    await domain.setOriginControls("team", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    await domain.deleteVersion("team", "lodash@1.0.0");
    const { items } = await domain.resolver.listPackages({ repository: "team" });
    expect(items).toStrictEqual([
      {
        format: "npm",
        package: "lodash",
        originConfiguration: { restrictions: { publish: "ALLOW", upstream: "BLOCK" } },
      },
    ]);
  });

  test("B12: takes the dist-tags that name them along, and no others", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published" });
    const tags = { latest: "2.0.0", next: "2.0.0", old: "1.0.0" };
    await domain.resolver.editPackage("team", lodash, () => ({ tags }));
    await domain.deleteVersion("team", "lodash@2.0.0");
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ old: "1.0.0" });
  });

  test("that fails for one of them leaves every dist-tag (X4)", async () => {
    const domain = await withVersions({ "1.0.0": "Published" });
    await domain.resolver.editPackage("team", lodash, () => ({ tags: { latest: "1.0.0" } }));
    const input = { repository: "team", package: lodash, versions: ["1.0.0", "9.0.0"] };
    expect((await domain.resolver.deletePackageVersions(input)).failedVersions).toHaveProperty(["9.0.0"]);
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ latest: "1.0.0" });
  });

  test("K9: does not keep a version away that an upstream still has: the next request retains it again", async () => {
    const domain = await withVersions({});
    await domain.publish("shared", "lodash@1.0.0");
    await domain.install("team", "lodash@1.0.0");
    await domain.deleteVersion("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["shared"]);
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["shared", "team"]);
  });

  test("of the same version by two at the same instant deletes it once", async () => {
    const domain = await withVersions({ "1.0.0": "Published" });
    const input = { repository: "team", package: lodash, versions: ["1.0.0"] };
    const outcomes = await Promise.all([1, 2].map(() => domain.resolver.deletePackageVersions(input)));
    const done = outcomes.map(({ successfulVersions }) => Object.keys(successfulVersions).length);
    expect(done.toSorted((one, other) => one - other)).toStrictEqual([0, 1]);
    expect(outcomes.flatMap(({ failedVersions }) => Object.values(failedVersions))).toMatchObject([
      { errorCode: "NOT_FOUND" },
    ]);
  });
});
