import { describe, expect, test } from "vitest";
import { buildResolver, install } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";

const tool = packageNamed("tool");

async function build() {
  const built = await buildResolver({ repositories: { shared: {}, team: { upstreams: ["shared"] } } });
  await built.publish("shared", "tool@1.0.0", { tags: ["latest"] });
  await built.install("team", "tool@1.0.0");
  await built.publish("team", "tool@1.1.0", { tags: ["next"] });
  return built;
}

describe("editing what a repository stores of a package", () => {
  test("A1, K4: another manifest is another revision over the same assets, in this repository alone", async () => {
    const built = await build();
    const before = await built.referenceOf("shared", "tool@1.0.0");
    await built.resolver.editPackage("team", tool, ({ versions }) => {
      const manifest = versions.get("1.0.0")?.revision.manifest ?? {};
      return { manifests: new Map([["1.0.0", { ...manifest, deprecated: "old" }]]) };
    });
    const after = await built.revisionOf("team", "tool@1.0.0");
    expect(after.manifest).toMatchObject({ deprecated: "old" });
    expect(after.assets).toEqual((await built.revisionOf("shared", "tool@1.0.0")).assets);
    expect(await built.referenceOf("shared", "tool@1.0.0")).toEqual(before);
    expect(await install(built.resolver, "team", "tool@1.0.0")).toEqual(
      await install(built.resolver, "shared", "tool@1.0.0"),
    );
  });

  test("T3: sets the repository's own tags, never another's", async () => {
    const built = await build();
    await built.resolver.editPackage("team", tool, ({ tags }) => ({ tags: { ...tags, beta: "1.0.0" } }));
    expect(await built.resolver.getPackageTags("team", tool)).toEqual({ next: "1.1.0", beta: "1.0.0" });
    expect(await built.resolver.getPackageTags("shared", tool)).toEqual({ latest: "1.0.0" });
  });

  test("removes versions here, and nothing elsewhere", async () => {
    const built = await build();
    await built.resolver.editPackage("team", tool, () => ({ removed: ["1.0.0", "9.9.9"] }));
    expect(await built.holders("tool@1.0.0")).toEqual(["shared"]);
  });

  test("what the plan throws is passed on, and a plan that changes nothing writes nothing", async () => {
    const built = await build();
    const state = (await built.resolver.describeHeldPackage("team", tool))?.state;
    const refused = new Error("no");
    const plan = () => {
      throw refused;
    };
    await expect(built.resolver.editPackage("team", tool, plan)).rejects.toBe(refused);
    await built.resolver.editPackage("team", tool, () => ({}));
    expect((await built.resolver.describeHeldPackage("team", tool))?.state).toBe(state);
  });

  test("is planned anew when somebody else has written in between, so that no tag is lost", async () => {
    const built = await build();
    const resolvers = [built.resolver, built.restart()];
    const names = Array.from({ length: 12 }, (_, index) => `tag-${index}`);
    await Promise.all(
      names.map((name, index) =>
        (resolvers[index % 2] ?? built.resolver).editPackage("team", tool, ({ tags }) => ({
          tags: { ...tags, [name]: "1.1.0" },
        })),
      ),
    );
    expect(Object.keys(await built.resolver.getPackageTags("team", tool)).toSorted()).toEqual(
      ["next", ...names].toSorted(),
    );
  });

  test("an edit of a version that is deleted at the same instant does not bring it back", async () => {
    const built = await build();
    const other = built.restart();
    let deleted: Promise<unknown> | undefined;
    const seen: string[][] = [];
    await built.resolver.editPackage("team", tool, ({ versions }) => {
      seen.push([...versions.keys()].toSorted());
      deleted ??= other.deletePackageVersions({ repository: "team", package: tool, versions: ["1.1.0"] });
      return { manifests: new Map([["1.1.0", { deprecated: "late" }]]) };
    });
    await deleted;
    expect(await built.holders("tool@1.1.0")).toEqual([]);
    expect(seen[0]).toEqual(["1.0.0", "1.1.0"]);
  });

  test("X7: the old revision goes by the sweep, the bytes stay", async () => {
    const built = await build();
    const old = (await built.referenceOf("team", "tool@1.1.0"))?.revision ?? "";
    await built.resolver.editPackage("team", tool, () => ({ manifests: new Map([["1.1.0", { deprecated: "x" }]]) }));
    await built.resolver.collectGarbage({ gracePeriod: 0 });
    built.clock.advance(1);
    await built.resolver.collectGarbage({ gracePeriod: 0 });
    expect(await built.references.get({ type: "revision", revision: old })).toBeUndefined();
    expect((await install(built.resolver, "team", "tool@1.1.0")).length).toBeGreaterThan(0);
  });

  test("of a package that is not stored is refused; of a repository that is not there too", async () => {
    const { resolver } = await build();
    const nothing = () => ({});
    await expect(resolver.editPackage("team", packageNamed("other"), nothing)).rejects.toMatchObject({
      code: "PACKAGE_NOT_FOUND",
    });
    await expect(resolver.editPackage("nowhere", tool, nothing)).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });
});

describe("the state of a package", () => {
  test("is another one after every change, and the same in another process", async () => {
    const built = await build();
    const stateNow = async () => (await built.restart().describeHeldPackage("team", tool))?.state;
    const states = [await stateNow(), await stateNow()];
    expect(states[0]).toBe(states[1]);
    await built.setTags("team", "tool", { latest: "1.1.0" });
    states.push(await stateNow());
    await built.setStatus("team", "tool@1.1.0", "Archived");
    states.push(await stateNow());
    await built.deleteVersion("team", "tool@1.1.0");
    states.push(await stateNow());
    expect(new Set(states).size).toBe(4);
  });

  test("of what is only upstream is none", async () => {
    const built = await buildResolver({ repositories: { shared: {}, team: { upstreams: ["shared"] } } });
    await built.publish("shared", "tool@1.0.0");
    expect(
      await built.resolver.describeHeldPackage("team", packageNamed(coordinateOf("tool@1.0.0").name)),
    ).toBeUndefined();
  });
});
