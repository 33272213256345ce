import { describe, expect, test } from "vitest";
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
    const { references } = createMemoryStores();
    let meanwhile: (() => Promise<void>) | undefined;
    const commit: typeof references.commit = async (changes) => {
      const run = meanwhile;
      meanwhile = undefined;
      await run?.();
      return references.commit(changes);
    };
    const domain = await buildResolver({
      repositories: { team: {} },
      stores: { references: { ...references, commit } },
    });
    await domain.publish("team", "lodash@1.0.0");
    meanwhile = () => domain.deleteVersion("team", "lodash@1.0.0");
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
});
