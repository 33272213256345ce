import { describe, expect, test } from "vitest";
import { HOUR, install, type BuiltResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, createScriptedRegistry, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import { build, publish, refusal } from "./publishing-client.ts";

describe("publishing a package version", () => {
  test("B12, K8, O3: writes asset, revision, reference, tags and first controls at once", async () => {
    const built = await build();
    const { resolver, clock } = built;
    const published = await publish(resolver, "team", "tool@1.0.0", { tags: ["latest", "next"] });
    expect(published).toMatchObject({ status: "Published", created: true, notices: [] });
    expect(await built.referenceOf("team", "tool@1.0.0")).toEqual({
      revision: published.revision,
      status: "Published",
      origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: "team" } },
      publishedTime: clock.now(),
      retainedTime: clock.now(),
    });
    expect(
      await built.references.get({ type: "package", repository: "team", package: packageNamed("tool") }),
    ).toMatchObject({
      value: {
        originControls: { publish: "ALLOW", upstream: "BLOCK" },
        tags: { latest: "1.0.0", next: "1.0.0" },
      },
    });
    expect((await install(resolver, "team", "tool@1.0.0")).toString()).toBe("bytes of tool@1.0.0");
    expect([await built.listed("team", "tool"), await built.holders("tool@1.0.0")]).toEqual([["1.0.0"], ["team"]]);
  });

  test("A2: the asset carries all four digests and its size", async () => {
    const { resolver } = await build();
    await publish(resolver, "team", "tool@1.0.0", { bytes: "abc" });
    const { assets } = await resolver.listPackageVersionAssets("team", coordinateOf("tool@1.0.0"));
    expect(assets).toEqual([
      {
        name: "package.tgz",
        size: 3,
        hashes: {
          MD5: "900150983cd24fb0d6963f7d28e17f72",
          "SHA-1": "a9993e364706816aba3e25717850c26c9cd0d89d",
          "SHA-256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          "SHA-512":
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        },
      },
    ]);
  });

  test("the time of publishing may be told", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { publishedTime: 1_000 });
    expect(await built.referenceOf("team", "tool@1.0.0")).toMatchObject({ publishedTime: 1_000 });
  });

  test("D5: bytes that the domain has already are not stored again", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "the same" });
    const stored = await built.storedCount();
    await publish(built.resolver, "team", "tool@1.0.1", { bytes: "the same" });
    expect(await built.storedCount()).toBe(stored);
    expect((await install(built.resolver, "team", "tool@1.0.1")).toString()).toBe("the same");
  });

  test("a repository that is not there is not published to", async () => {
    const built = await build();
    await expect(publish(built.resolver, "nowhere", "tool@1.0.0")).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
    expect(await built.storedCount()).toBe(0);
  });
});

describe("a version that is there already", () => {
  test("B1: the same bytes again succeed, whatever else is sent, and change nothing but tags that are missing", async () => {
    const built = await build();
    const first = await publish(built.resolver, "team", "tool@1.0.0");
    await publish(built.resolver, "team", "tool@1.1.0", { tags: ["latest"] });
    const before = await built.storedCount();
    const again = await publish(built.resolver, "team", "tool@1.0.0", {
      tags: ["latest", "new"],
      manifest: { other: true },
    });
    expect(again).toEqual({ revision: first.revision, status: "Published", created: false, notices: [] });
    expect(await built.resolver.getPackageTags("team", packageNamed("tool"))).toEqual({
      latest: "1.1.0",
      new: "1.0.0",
    });
    expect(await built.storedCount()).toBe(before);
  });

  test("B1: the same bytes again take the place of those that the store has lost", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "bytes" });
    const before = await built.referenceOf("team", "tool@1.0.0");
    for await (const { location } of built.assets.list()) await built.assets.remove(location);
    expect(await publish(built.resolver, "team", "tool@1.0.0", { bytes: "bytes" })).toMatchObject({ created: false });
    expect((await install(built.resolver, "team", "tool@1.0.0")).toString()).toBe("bytes");
    expect(await built.referenceOf("team", "tool@1.0.0")).toEqual(before);
  });

  test("B4: a version that lost its bytes and is deleted is whole when it is published again", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "bytes" });
    for await (const { location } of built.assets.list()) await built.assets.remove(location);
    await built.deleteVersion("team", "tool@1.0.0");
    expect(await publish(built.resolver, "team", "tool@1.0.0", { bytes: "bytes" })).toMatchObject({ created: true });
    expect((await install(built.resolver, "team", "tool@1.0.0")).toString()).toBe("bytes");
  });

  test("B1, B2: other bytes are refused, and leave nothing behind", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0");
    const before = await built.storedCount();
    await expect(
      publish(built.resolver, "team", "tool@1.0.0", { bytes: "other", tags: ["other"] }),
    ).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B1"));
    expect(await built.storedCount()).toBe(before);
    expect(await built.resolver.getPackageTags("team", packageNamed("tool"))).toEqual({ latest: "1.0.0" });
    expect((await install(built.resolver, "team", "tool@1.0.0")).toString()).toBe("bytes of tool@1.0.0");
  });

  test.each(["Unlisted", "Archived"] as const)("B4: %s it still exists, also for the same bytes", async (status) => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0");
    await built.setStatus("team", "tool@1.0.0", status);
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B4"));
  });

  test("B4: Disposed it still exists", async () => {
    const built = await build();
    await built.publish("team", "tool@1.0.0", { status: "Disposed" });
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B4"));
  });

  test("B4: deleted it can be published again, freely", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0");
    await built.deleteVersion("team", "tool@1.0.0");
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "quite other" });
    expect((await install(built.resolver, "team", "tool@1.0.0")).toString()).toBe("quite other");
  });
});

describe("a dist-tag that was left from a version which has gone (B12)", () => {
  const deleted = async (): Promise<BuiltResolver> => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0", { tags: ["old"] });
    await publish(built.resolver, "team", "tool@2.0.0");
    await built.deleteVersion("team", "tool@2.0.0");
    return built;
  };
  const tagsOf = ({ resolver }: BuiltResolver) => resolver.getPackageTags("team", packageNamed("tool"));

  test("does not come back with the mended version: only the tags that are sent name it", async () => {
    const built = await deleted();
    await publish(built.resolver, "team", "tool@2.0.0", { bytes: "mended", tags: ["beta"] });
    expect(await tagsOf(built)).toEqual({ old: "1.0.0", beta: "2.0.0" });
  });

  test("is not taken up where the store still has it", async () => {
    const built = await deleted();
    await built.resolver.editPackage("team", packageNamed("tool"), () => ({ tags: { latest: "2.0.0", old: "1.0.0" } }));
    await publish(built.resolver, "team", "tool@2.0.0", { bytes: "mended", tags: ["beta"] });
    expect(await tagsOf(built)).toEqual({ old: "1.0.0", beta: "2.0.0" });
  });
});

describe("a version that is reachable elsewhere (B5)", () => {
  test("in an upstream repository is refused", async () => {
    const built = await build();
    await publish(built.resolver, "shared", "tool@1.0.0");
    await expect(publish(built.resolver, "team", "tool@1.0.0", { bytes: "other" })).rejects.toMatchObject({
      ...refusal("ALREADY_EXISTS", "B5"),
      message: expect.stringContaining('"shared"') as unknown,
    });
  });

  test("in an upstream repository and Archived there is refused (S5)", async () => {
    const built = await build();
    await built.publish("shared", "tool@1.0.0", { status: "Archived" });
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B5"));
  });

  test("at a public registry behind an upstream is refused, other versions of the package are not", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject({
      ...refusal("ALREADY_EXISTS", "B5"),
      message: expect.stringContaining("public:npmjs") as unknown,
    });
    await publish(built.resolver, "team", "tool@1.0.1");
    expect(await built.listed("team", "tool")).toEqual(["1.0.1"]);
  });

  test("at the public registry of the repository itself is refused", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const { resolver } = await build({ registry });
    await expect(publish(resolver, "npm-store", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B5"));
  });

  test("a version that has just appeared at the public registry is seen, however young the last answer is", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@0.9.0");
    const built = await build({ registry });
    await built.listed("team", "tool");
    registry.add("tool@1.0.0");
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B5"));
  });

  test("B8: with upstream=BLOCK here nothing beyond is reachable", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    await built.setOriginControls("team", "tool", { publish: "ALLOW", upstream: "BLOCK" });
    const asked = registry.requests.length;
    await publish(built.resolver, "team", "tool@1.0.0", { bytes: "patched" });
    expect([registry.requests.length, (await install(built.resolver, "team", "tool@1.0.0")).toString()]).toEqual([
      asked,
      "patched",
    ]);
  });

  test("with upstream=BLOCK on the way only what lies beyond is out of reach", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    await built.setOriginControls("shared", "tool", { publish: "ALLOW", upstream: "BLOCK" });
    await publish(built.resolver, "team", "tool@1.0.0");
    expect(await built.holders("tool@1.0.0")).toEqual(["team"]);
  });
});

describe("while the public registry is away (F2)", () => {
  test("a publish goes through, and says that it could not be asked", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    registry.goDown();
    const { created, notices } = await publish(built.resolver, "team", "tool@1.0.0");
    expect([created, notices.map(({ code }) => code)]).toEqual([true, ["EXTERNAL_REGISTRY_UNREACHABLE"]]);
  });

  test("what it said last still counts", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    await built.listed("team", "tool");
    built.clock.advance(HOUR);
    registry.add("tool@1.0.1");
    registry.goDown();
    await expect(publish(built.resolver, "team", "tool@1.0.0")).rejects.toMatchObject(refusal("ALREADY_EXISTS", "B5"));
    expect(await publish(built.resolver, "team", "tool@1.0.1")).toMatchObject({ created: true });
  });
});

describe("origin controls", () => {
  test("B6: publish=BLOCK refuses every publish, of a version that is there too", async () => {
    const built = await build();
    await publish(built.resolver, "team", "tool@1.0.0");
    await built.setOriginControls("team", "tool", { publish: "BLOCK", upstream: "ALLOW" });
    for (const spec of ["tool@1.0.0", "tool@1.0.1"])
      await expect(publish(built.resolver, "team", spec)).rejects.toMatchObject(refusal("ACCESS_DENIED", "B6"));
    expect(await built.listed("team", "tool")).toEqual(["1.0.0"]);
  });

  test("O3, B6: a package that was ingested here is not published to", async () => {
    const registry = createScriptedRegistry();
    registry.add("tool@1.0.0");
    const built = await build({ registry });
    await built.install("team", "tool@1.0.0");
    await expect(publish(built.resolver, "team", "tool@2.0.0")).rejects.toMatchObject(refusal("ACCESS_DENIED", "B6"));
  });

  test("controls that were set before the package existed are kept", async () => {
    const built = await build();
    await built.setOriginControls("team", "tool", { publish: "ALLOW", upstream: "ALLOW" });
    await publish(built.resolver, "team", "tool@1.0.0");
    expect(
      await built.references.get({ type: "package", repository: "team", package: packageNamed("tool") }),
    ).toMatchObject({
      value: { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: { latest: "1.0.0" } },
    });
  });
});
