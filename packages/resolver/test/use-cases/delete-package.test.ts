import { describe, expect, test } from "vitest";
import { createChangingStore } from "../../../../test/kit/changing-store.ts";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const lodash = packageNamed("lodash");

describe("deleting a package", () => {
  test("X6: deletes all its versions, tags and controls, in every status, and answers what it was", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    for (const [version, status] of [
      ["1.0.0", "Published"],
      ["2.0.0", "Archived"],
      ["3.0.0", "Disposed"],
    ] as const)
      await domain.publish("team", `lodash@${version}`, { status, tags: ["latest"] });
    await domain.publish("team", "lodash.merge@1.0.0");
    await domain.setOriginControls("team", "lodash", { publish: "BLOCK", upstream: "ALLOW" });
    expect(await domain.resolver.deletePackage("team", lodash)).toStrictEqual({
      format: "npm",
      package: "lodash",
      originConfiguration: { restrictions: { publish: "BLOCK", upstream: "ALLOW" } },
    });
    const { items } = await domain.resolver.listPackages({ repository: "team" });
    expect(items.map((each) => each.package)).toStrictEqual(["lodash.merge"]);
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({});
  });

  test("L13: deletes one that has no versions any more; until then it is listed", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    await domain.publish("team", "lodash@1.0.0");
    await domain.deleteVersion("team", "lodash@1.0.0");
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toHaveLength(1);
    await domain.resolver.deletePackage("team", lodash);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
  });

  test("O9: what enters afterwards gets the default controls of its entry", async () => {
    const domain = await buildResolver({
      repositories: { team: { upstreams: ["shared"] }, shared: {} },
    });
    await domain.publish("shared", "lodash@1.0.0");
    await domain.install("team", "lodash@1.0.0");
    await domain.setOriginControls("team", "lodash", { publish: "ALLOW", upstream: "ALLOW" });
    await domain.resolver.deletePackage("team", lodash);
    await domain.install("team", "lodash@1.0.0");
    expect((await domain.resolver.describePackage("team", lodash)).originConfiguration.restrictions).toStrictEqual({
      publish: "BLOCK",
      upstream: "ALLOW",
    });
  });

  test("L6: sees the named repository alone, and another's package stays", async () => {
    const domain = await buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
    await domain.publish("shared", "lodash@1.0.0");
    await expect(domain.resolver.deletePackage("team", lodash)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
    await expect(domain.resolver.deletePackage("nowhere", lodash)).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["shared"]);
  });
});

describe("deleting a package while it changes", () => {
  async function withMeanwhile() {
    const { references, before } = createChangingStore();
    const domain = await buildResolver({
      repositories: { team: { upstreams: ["shared"] }, shared: {} },
      stores: { references },
    });
    await domain.publish("team", "lodash@1.0.0");
    return { domain, before };
  }

  test("takes a version whose status is changed at the same instant", async () => {
    const { domain, before } = await withMeanwhile();
    before(() => domain.setStatus("team", "lodash@1.0.0", "Archived"));
    await domain.resolver.deletePackage("team", lodash);
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
  });

  test("leaves no version of a package that is not listed, also not one that is retained at the same instant", async () => {
    const { domain, before } = await withMeanwhile();
    await domain.publish("shared", "lodash@2.0.0");
    before(() => domain.install("team", "lodash@2.0.0"));
    await domain.resolver.deletePackage("team", lodash);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    expect(await domain.holders("lodash@2.0.0")).toStrictEqual(["shared"]);
  });

  test("that breaks off before the second commit is finished by the same call again, and then there is nothing", async () => {
    const { domain, before } = await withMeanwhile();
    await domain.publish("shared", "lodash@2.0.0");
    before(async () => {
      await domain.install("team", "lodash@2.0.0");
      // The commit that is under way goes through, and the next one does not.
      before(() => Promise.reject(new Error("killed")));
    });
    await expect(domain.resolver.deletePackage("team", lodash)).rejects.toThrow("killed");
    expect(await domain.holders("lodash@2.0.0")).toStrictEqual(["shared", "team"]);
    expect(await domain.resolver.deletePackage("team", lodash)).toStrictEqual({
      format: "npm",
      package: "lodash",
      originConfiguration: { restrictions: { publish: "ALLOW", upstream: "ALLOW" } },
    });
    expect(await domain.holders("lodash@2.0.0")).toStrictEqual(["shared"]);
    await expect(domain.resolver.deletePackage("team", lodash)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
  });

  test("takes a package that is made anew while its leftover versions are deleted, whole", async () => {
    const { domain, before } = await withMeanwhile();
    await domain.references.commit([{ type: "delete", key: { type: "package", repository: "team", package: lodash } }]);
    const controls = { publish: "ALLOW", upstream: "BLOCK" } as const;
    before(async () => {
      await domain.publish("team", "lodash@3.0.0");
      await domain.setOriginControls("team", "lodash", controls);
    });
    const deleted = await domain.resolver.deletePackage("team", lodash);
    expect(deleted.originConfiguration.restrictions).toStrictEqual(controls);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    expect(await domain.holders("lodash@3.0.0")).toStrictEqual([]);
  });

  test("by two at the same instant is done once", async () => {
    const { domain } = await withMeanwhile();
    const outcomes = await Promise.allSettled([1, 2].map(() => domain.resolver.deletePackage("team", lodash)));
    expect(outcomes.map(({ status }) => status).toSorted()).toStrictEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "PACKAGE_NOT_FOUND" },
    });
  });

  test("gives up with CONFLICT when others never stop changing it", async () => {
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
    await expect(domain.resolver.deletePackage("team", lodash)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["team"]);
  });
});
