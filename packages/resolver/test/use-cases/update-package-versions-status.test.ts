import { describe, expect, test } from "vitest";
import { createChangingStore } from "../../../../test/kit/changing-store.ts";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { TargetStatus } from "../../src/package-version/status.ts";

const lodash = packageNamed("lodash");

async function withVersions(
  statuses: Readonly<Record<string, "Published" | "Unlisted" | "Archived" | "Disposed" | "Unfinished">>,
): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
  for (const [version, status] of Object.entries(statuses))
    await domain.publish("team", `lodash@${version}`, { status });
  return domain;
}
const statusOf = async (domain: BuiltResolver, version: string) =>
  (await domain.referenceOf("team", `lodash@${version}`))?.status;

describe("updating statuses", () => {
  test("P2, P6: sets them on the versions named, and leaves revision, origin and times as they are", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published", "3.0.0": "Published" });
    const before = await domain.referenceOf("team", "lodash@1.0.0");
    const outcome = await domain.resolver.updatePackageVersionsStatus({
      repository: "team",
      package: lodash,
      versions: ["1.0.0", "2.0.0"],
      targetStatus: "Archived",
    });
    expect(outcome).toStrictEqual({
      successfulVersions: {
        "1.0.0": { revision: before?.revision, status: "Archived" },
        "2.0.0": { revision: (await domain.referenceOf("team", "lodash@2.0.0"))?.revision, status: "Archived" },
      },
      failedVersions: {},
    });
    expect(await domain.referenceOf("team", "lodash@1.0.0")).toStrictEqual({ ...before, status: "Archived" });
    expect(await statusOf(domain, "3.0.0")).toBe("Published");
  });

  test("X1: hides what is Unlisted but gives it out, refuses what is Archived, and both can be taken back", async () => {
    const domain = await withVersions({ "1.0.0": "Published" });
    await domain.setStatus("team", "lodash@1.0.0", "Unlisted");
    expect(await domain.listed("team", "lodash")).toStrictEqual([]);
    await domain.install("team", "lodash@1.0.0");
    await domain.setStatus("team", "lodash@1.0.0", "Archived");
    await expect(domain.install("team", "lodash@1.0.0")).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
    await domain.setStatus("team", "lodash@1.0.0", "Published");
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });

  test.each(["Unfinished", "Disposed", "Deleted", "constructor"])(
    "P1, P2: cannot name %s as the target",
    async (targetStatus) => {
      const domain = await withVersions({ "1.0.0": "Published" });
      const input = {
        repository: "team",
        package: lodash,
        versions: ["1.0.0"],
        targetStatus: targetStatus as TargetStatus,
      };
      await expect(domain.resolver.updatePackageVersionsStatus(input)).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
      expect(await statusOf(domain, "1.0.0")).toBe("Published");
    },
  );

  test("P2: cannot bring back what is Disposed", async () => {
    const domain = await withVersions({ "1.0.0": "Disposed" });
    const outcome = await domain.resolver.updatePackageVersionsStatus({
      repository: "team",
      package: lodash,
      versions: ["1.0.0"],
      targetStatus: "Published",
    });
    expect(outcome.failedVersions).toMatchObject({ "1.0.0": { errorCode: "NOT_ALLOWED" } });
    expect(await statusOf(domain, "1.0.0")).toBe("Disposed");
  });

  test("X3: with revisions changes nothing unless each version has the one that is named", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published" });
    const revision = (await domain.revisionOf("team", "lodash@1.0.0")).id;
    const input = { repository: "team", package: lodash, targetStatus: "Archived" } as const;
    const wrong = await domain.resolver.updatePackageVersionsStatus({
      ...input,
      versions: ["1.0.0", "2.0.0"],
      versionRevisions: { "1.0.0": revision, "2.0.0": revision },
    });
    expect(wrong.failedVersions).toMatchObject({
      "1.0.0": { errorCode: "SKIPPED" },
      "2.0.0": { errorCode: "MISMATCHED_REVISION" },
    });
    expect(await statusOf(domain, "1.0.0")).toBe("Published");
    const right = await domain.resolver.updatePackageVersionsStatus({
      ...input,
      versions: ["1.0.0"],
      versionRevisions: { "1.0.0": revision },
    });
    expect(right.successfulVersions).toStrictEqual({ "1.0.0": { revision, status: "Archived" } });
  });

  test.each([
    ["one too few", ["1.0.0", "2.0.0"], ["1.0.0"]],
    ["one too many", ["1.0.0"], ["1.0.0", "2.0.0"]],
    ["another one", ["1.0.0"], ["2.0.0"]],
  ])("X2: revisions for %s are refused", async (_, versions, given) => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published" });
    const versionRevisions = Object.fromEntries(given.map((version) => [version, "r"]));
    await expect(
      domain.resolver.updatePackageVersionsStatus({
        repository: "team",
        package: lodash,
        versions,
        versionRevisions,
        targetStatus: "Archived",
      }),
    ).rejects.toMatchObject({ code: "INVALID_ARGUMENT", details: { rule: "X2" } });
  });

  test("X2: no version at all is refused", async () => {
    const domain = await withVersions({});
    await expect(
      domain.resolver.updatePackageVersionsStatus({
        repository: "team",
        package: lodash,
        versions: [],
        targetStatus: "Archived",
      }),
    ).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("succeeds on a version that has the status already", async () => {
    const domain = await withVersions({ "1.0.0": "Unlisted" });
    const outcome = await domain.resolver.updatePackageVersionsStatus({
      repository: "team",
      package: lodash,
      versions: ["1.0.0"],
      targetStatus: "Unlisted",
    });
    expect(Object.keys(outcome.successfulVersions)).toStrictEqual(["1.0.0"]);
  });

  test("X3: tells a version that is missing and one whose status is not as expected", async () => {
    const domain = await withVersions({ "1.0.0": "Archived" });
    const input = {
      repository: "team",
      package: lodash,
      versions: ["1.0.0", "9.9.9"],
      expectedStatus: "Published",
      targetStatus: "Unlisted",
    } as const;
    expect((await domain.resolver.updatePackageVersionsStatus(input)).failedVersions).toMatchObject({
      "1.0.0": { errorCode: "MISMATCHED_STATUS", errorMessage: "The status is Archived, not Published." },
      "9.9.9": { errorCode: "NOT_FOUND" },
    });
  });

  test("X4: changes nothing when one version fails; the others are skipped", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published" });
    const input = {
      repository: "team",
      package: lodash,
      versions: ["1.0.0", "9.9.9", "2.0.0"],
      targetStatus: "Archived",
    } as const;
    expect(await domain.resolver.updatePackageVersionsStatus(input)).toMatchObject({
      successfulVersions: {},
      failedVersions: {
        "1.0.0": { errorCode: "SKIPPED" },
        "9.9.9": { errorCode: "NOT_FOUND" },
        "2.0.0": { errorCode: "SKIPPED" },
      },
    });
    expect(await statusOf(domain, "1.0.0")).toBe("Published");
  });

  test("X2: takes at most 100 versions a call", async () => {
    const domain = await withVersions({ "1.0.0": "Published" });
    const versions = Array.from({ length: 101 }, (_, index) => `1.0.${index}`);
    const input = { repository: "team", package: lodash, versions, targetStatus: "Archived" } as const;
    await expect(domain.resolver.updatePackageVersionsStatus(input)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      details: { rule: "X2" },
    });
    const { failedVersions } = await domain.resolver.updatePackageVersionsStatus({
      ...input,
      versions: versions.slice(0, 100),
    });
    expect(Object.keys(failedVersions)).toHaveLength(100);
  });

  test("L6: does not see what is only upstream", async () => {
    const domain = await withVersions({});
    await domain.publish("shared", "lodash@1.0.0");
    const input = { repository: "team", package: lodash, versions: ["1.0.0"], targetStatus: "Archived" } as const;
    expect((await domain.resolver.updatePackageVersionsStatus(input)).failedVersions).toMatchObject({
      "1.0.0": { errorCode: "NOT_FOUND" },
    });
    expect(await domain.referenceOf("shared", "lodash@1.0.0")).toMatchObject({ status: "Published" });
  });

  test("P5: does not touch other repositories' references to the same revision", async () => {
    const domain = await withVersions({});
    await domain.publish("shared", "lodash@1.0.0");
    await domain.install("team", "lodash@1.0.0");
    await domain.setStatus("team", "lodash@1.0.0", "Archived");
    expect(await domain.referenceOf("shared", "lodash@1.0.0")).toMatchObject({ status: "Published" });
  });

  test("by several at the same instant loses nobody's change of another version", async () => {
    const domain = await withVersions({ "1.0.0": "Published", "2.0.0": "Published" });
    const update = (versions: readonly string[], targetStatus: TargetStatus) =>
      domain.resolver.updatePackageVersionsStatus({ repository: "team", package: lodash, versions, targetStatus });
    await Promise.all([
      update(["1.0.0"], "Archived"),
      update(["2.0.0"], "Unlisted"),
      update(["1.0.0", "2.0.0"], "Archived"),
    ]);
    expect(await statusOf(domain, "1.0.0")).toBe("Archived");
    expect(await statusOf(domain, "2.0.0")).toMatch(/^(Archived|Unlisted)$/);
  });

  test("does not bring back a version that is deleted at the same instant", async () => {
    const { references, before } = createChangingStore();
    const domain = await buildResolver({
      repositories: { team: {} },
      stores: { references },
    });
    await domain.publish("team", "lodash@1.0.0");
    before(() => domain.deleteVersion("team", "lodash@1.0.0"));
    const input = { repository: "team", package: lodash, versions: ["1.0.0"], targetStatus: "Archived" } as const;
    const { failedVersions } = await domain.resolver.updatePackageVersionsStatus(input);
    expect(failedVersions).toMatchObject({ "1.0.0": { errorCode: "NOT_FOUND" } });
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
  });

  test("gives up with CONFLICT when others never stop changing the same versions", async () => {
    const { references } = createMemoryStores();
    let changing = false;
    const commit: typeof references.commit = async (changes) =>
      changing ? { committed: false, conflicts: changes.map(({ key }) => key) } : references.commit(changes);
    const domain = await buildResolver({
      repositories: { team: {} },
      stores: { references: { ...references, commit } },
    });
    await domain.publish("team", "lodash@1.0.0");
    changing = true;
    await expect(domain.setStatus("team", "lodash@1.0.0", "Archived")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await statusOf(domain, "1.0.0")).toBe("Published");
  });

  test("in an unknown repository is refused", async () => {
    const domain = await withVersions({});
    const input = { repository: "nowhere", package: lodash, versions: ["1.0.0"], targetStatus: "Archived" } as const;
    await expect(domain.resolver.updatePackageVersionsStatus(input)).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });
});
