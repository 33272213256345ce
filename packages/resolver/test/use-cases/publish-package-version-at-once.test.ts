import { describe, expect, test } from "vitest";
import { drain, install } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import { build, publish, streamOf } from "./publishing-client.ts";

describe("at the same instant", () => {
  test("of publishes of one version exactly one wins, the others are told ALREADY_EXISTS, and its bytes alone stay", async () => {
    const built = await build();
    const processes = [built.resolver, built.restart(), built.restart()];
    const attempts = processes.map((resolver, index) =>
      publish(resolver, "team", "tool@1.0.0", { bytes: `by ${index}`, tags: [`by-${index}`] }),
    );
    const ended = await Promise.allSettled(attempts);
    const winners = ended.flatMap((each, index) => (each.status === "fulfilled" ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(
      ended.flatMap((each) => (each.status === "rejected" ? [(each.reason as { code: string }).code] : [])),
    ).toEqual(["ALREADY_EXISTS", "ALREADY_EXISTS"]);
    const [winner] = winners;
    expect((await install(built.resolver, "team", "tool@1.0.0")).toString()).toBe(`by ${winner}`);
    expect(await built.resolver.getPackageTags("team", packageNamed("tool"))).toEqual({ [`by-${winner}`]: "1.0.0" });
    expect(await built.storedCount()).toBe(1);
  });

  test("publishes of several versions all win, and no tag is lost", async () => {
    const built = await build();
    const resolvers = [built.resolver, built.restart()];
    const versions = Array.from({ length: 12 }, (_, index) => `1.0.${index}`);
    await Promise.all(
      versions.map((version, index) =>
        publish(resolvers[index % 2] ?? built.resolver, "team", `tool@${version}`, { tags: [`tag-${version}`] }),
      ),
    );
    expect(await built.listed("team", "tool")).toEqual(versions.toSorted());
    expect(await built.resolver.getPackageTags("team", packageNamed("tool"))).toEqual(
      Object.fromEntries(versions.map((version) => [`tag-${version}`, version])),
    );
  });

  test("of publishes of the same bytes all succeed, one of them new, and every tag is there", async () => {
    const built = await build();
    const ended = await Promise.all(
      ["a", "b", "c"].map((tag) => publish(built.restart(), "team", "tool@1.0.0", { tags: [tag] })),
    );
    expect(ended.filter(({ created }) => created)).toHaveLength(1);
    expect(await built.resolver.getPackageTags("team", packageNamed("tool"))).toEqual({
      a: "1.0.0",
      b: "1.0.0",
      c: "1.0.0",
    });
  });
});

describe("staged bytes", () => {
  test("of more than may be leave nothing behind, and the source is let go", async () => {
    const { resolver, storedCount } = await build();
    await expect(resolver.stageAsset(streamOf("x".repeat(100)), { maxSize: 99 })).rejects.toMatchObject({
      code: "TOO_LARGE",
    });
    expect(await storedCount()).toBe(0);
  });

  test("that are not published are removed; what somebody refers to stays", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "kept" });
    const [fresh, same] = [
      await built.resolver.stageAsset(streamOf("fresh")),
      await built.resolver.stageAsset(streamOf("kept")),
    ];
    expect(await built.storedCount()).toBe(3);
    await built.resolver.discardStagedAssets([fresh, same]);
    expect(await built.storedCount()).toBe(1);
    const { body } = await built.resolver.fetchAsset("team", coordinateOf("tool@1.0.0"), "package.tgz");
    expect((await drain(body)).toString()).toBe("kept");
  });
});

test("more than 1,000 dist-tags of one package are refused", async () => {
  const built = await build();
  const tags = Array.from({ length: 1_001 }, (_, index) => `tag-${index}`);
  await expect(publish(built.resolver, "team", "tool@1.0.0", { tags })).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
  });
  expect([await built.holders("tool@1.0.0"), await built.storedCount()]).toEqual([[], 0]);
});
