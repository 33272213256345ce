import { describe, expect, test } from "vitest";
import { genericCoordinate, publishGeneric } from "../../../../test/kit/generic-package.ts";
import { type BuiltResolver, buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";

const lodash = packageNamed("lodash");
const spec = "lodash@1.0.0";

const build = () => buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
const dispose = ({ resolver }: BuiltResolver, repository = "team", versions: readonly string[] = ["1.0.0"]) =>
  resolver.disposePackageVersions({ repository, package: lodash, versions });

describe("disposing of versions", () => {
  test("X1: gives up the bytes and keeps the record: what it was, and which files it had", async () => {
    const domain = await build();
    await domain.publish("team", spec, { manifest: { description: "Widgets" } });
    const before = await domain.resolver.describePackageVersion("team", coordinateOf(spec));
    const assets = await domain.resolver.listPackageVersionAssets("team", coordinateOf(spec));
    expect(await dispose(domain)).toStrictEqual({
      successfulVersions: { "1.0.0": { revision: before.revision, status: "Disposed" } },
      failedVersions: {},
    });
    expect(await domain.resolver.collectGarbage({ gracePeriod: 0 })).toMatchObject({
      removedRevisions: 1,
      removedAssets: 1,
    });
    expect(await domain.storedCount()).toBe(0);
    expect(await domain.resolver.describePackageVersion("team", coordinateOf(spec))).toStrictEqual({
      ...before,
      status: "Disposed",
    });
    expect(await domain.resolver.listPackageVersionAssets("team", coordinateOf(spec))).toStrictEqual(assets);
    await expect(
      domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz"),
    ).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
  });

  test("X7: leaves the bytes to other repositories that refer to them", async () => {
    const domain = await build();
    await domain.publish("shared", spec);
    await domain.install("team", spec);
    await dispose(domain, "shared");
    expect(await domain.resolver.collectGarbage({ gracePeriod: 0 })).toMatchObject({ marked: 0, removedAssets: 0 });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    await dispose(domain, "team");
    expect(await domain.resolver.collectGarbage({ gracePeriod: 0 })).toMatchObject({ removedAssets: 1 });
  });

  test("X7: spares bytes that come into the domain again before they are swept", async () => {
    const domain = await build();
    await publishGeneric(domain.resolver, "team", { spec: "acme/tool@1.0.0" });
    const { version, ...tool } = genericCoordinate("acme/tool@1.0.0");
    await domain.resolver.disposePackageVersions({ repository: "team", package: tool, versions: [version] });
    await domain.resolver.collectGarbage({ gracePeriod: 1000 });
    domain.clock.advance(2000);
    await publishGeneric(domain.resolver, "shared", { spec: "acme/tool@1.0.0" });
    expect(await domain.resolver.collectGarbage({ gracePeriod: 1000 })).toMatchObject({
      removedRevisions: 0,
      removedAssets: 0,
    });
    const served = await domain.resolver.getPackageVersionAsset(
      "shared",
      genericCoordinate("acme/tool@1.0.0"),
      "tool.txt",
    );
    expect((await drain(served.body)).toString()).toBe("tool.txt of acme/tool@1.0.0\n");
  });

  test.each(["Published", "Unlisted", "Archived", "Disposed", "Unfinished"] as const)(
    "Table 3: works on a version that is %s, also a second time",
    async (status) => {
      const domain = await build();
      await domain.publish("team", spec, { status });
      const revision = (await domain.revisionOf("team", spec)).id;
      const expected = { successfulVersions: { "1.0.0": { revision, status: "Disposed" } }, failedVersions: {} };
      expect(await dispose(domain)).toStrictEqual(expected);
      expect(await dispose(domain)).toStrictEqual(expected);
    },
  );

  test("X3, X4: with an expected status or revision that one version does not have disposes of none", async () => {
    const domain = await build();
    await domain.publish("team", spec);
    await domain.publish("team", "lodash@2.0.0", { status: "Archived" });
    const revisions = await Promise.all(
      [spec, "lodash@2.0.0"].map(async (each) => (await domain.revisionOf("team", each)).id),
    );
    const input = { repository: "team", package: lodash, versions: ["1.0.0", "2.0.0"] };
    const byStatus = await domain.resolver.disposePackageVersions({ ...input, expectedStatus: "Archived" });
    expect(byStatus.failedVersions).toMatchObject({
      "1.0.0": { errorCode: "MISMATCHED_STATUS" },
      "2.0.0": { errorCode: "SKIPPED" },
    });
    const byRevision = await domain.resolver.disposePackageVersions({
      ...input,
      versionRevisions: { "1.0.0": revisions[0] ?? "", "2.0.0": "another" },
    });
    expect(byRevision.failedVersions).toMatchObject({
      "1.0.0": { errorCode: "SKIPPED" },
      "2.0.0": { errorCode: "MISMATCHED_REVISION" },
    });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });

  test("X2: takes at most 100 versions, and revisions for exactly those", async () => {
    const domain = await build();
    const versions = Array.from({ length: 101 }, (_, index) => `1.0.${index}`);
    await expect(dispose(domain, "team", versions)).rejects.toMatchObject({ details: { rule: "X2" } });
    const input = { repository: "team", package: lodash, versions: ["1.0.0"], versionRevisions: {} };
    await expect(domain.resolver.disposePackageVersions(input)).rejects.toMatchObject({ details: { rule: "X2" } });
  });

  test("of a version whose content is missing from the store says so, and changes nothing", async () => {
    const domain = await build();
    await domain.publish("team", spec);
    const revision = (await domain.revisionOf("team", spec)).id;
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision } }]);
    await expect(dispose(domain)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect(await domain.referenceOf("team", spec)).toMatchObject({ status: "Published" });
  });

  test("ends the search for it here, also when an upstream has it (S5)", async () => {
    const domain = await build();
    await domain.publish("team", spec);
    await domain.publish("shared", spec);
    await dispose(domain);
    expect(await domain.listed("team", "lodash")).toStrictEqual([]);
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
  });

  test("beside a retention of the same version leaves no reference without bytes", async () => {
    const domain = await build();
    const lost: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const each = `lodash@1.0.${round}`;
      await domain.publish("shared", each);
      await Promise.allSettled([
        domain.install("team", each),
        dispose(domain, "shared", [`1.0.${round}`]),
        domain.resolver.collectGarbage({ gracePeriod: 0 }),
      ]);
      await domain.resolver.collectGarbage({ gracePeriod: 0 });
      const isRetained = (await domain.referenceOf("team", each)) !== undefined;
      if (isRetained && !(await domain.install("team", each)).equals(bytesOf(each))) lost.push(each);
    }
    expect(lost).toStrictEqual([]);
  });
});
