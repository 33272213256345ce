import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { genericCoordinate, publishGeneric, streamOf } from "../../../../test/kit/generic-package.ts";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";

const spec = "acme/tool@1.0.0";
const coordinate = genericCoordinate(spec);
const tool = { format: "generic", namespace: "acme", name: "tool" } as const;

const build = () => buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
const publish = ({ resolver }: BuiltResolver, asset: Partial<Parameters<typeof publishGeneric>[2]> = {}) =>
  publishGeneric(resolver, "team", { spec, ...asset });
const read = async ({ resolver }: BuiltResolver, asset: string): Promise<string> =>
  (await drain((await resolver.getPackageVersionAsset("team", coordinate, asset)).body)).toString();
const describeIt = ({ resolver }: BuiltResolver) => resolver.describePackageVersion("team", coordinate);

describe("a version of one file", () => {
  test("B11, A2: is Published at once, with its digests, and gives out the very bytes", async () => {
    const domain = await build();
    const published = await publish(domain, { content: "hello" });
    expect(published).toStrictEqual({
      revision: (await describeIt(domain)).revision,
      status: "Published",
      asset: {
        name: "tool.txt",
        size: 5,
        hashes: {
          MD5: createHash("md5").update("hello").digest("hex"),
          "SHA-1": createHash("sha1").update("hello").digest("hex"),
          "SHA-256": createHash("sha256").update("hello").digest("hex"),
          "SHA-512": createHash("sha512").update("hello").digest("hex"),
        },
      },
    });
    expect(await read(domain, "tool.txt")).toBe("hello");
    expect(await describeIt(domain)).toMatchObject({
      displayName: "acme/tool",
      publishedTime: domain.clock.now(),
      licenses: [],
      origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: "team" } },
    });
  });

  test("G4: has no dependencies, no licences and no README", async () => {
    const domain = await build();
    await publish(domain, { name: "package.json", content: '{"license":"MIT","dependencies":{"a":"1"}}' });
    const { dependencies } = await domain.resolver.listPackageVersionDependencies("team", coordinate);
    expect(dependencies).toStrictEqual([]);
    expect((await describeIt(domain)).licenses).toStrictEqual([]);
    await expect(domain.resolver.getPackageVersionReadme("team", coordinate)).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      details: { rule: "A8" },
    });
  });

  test("O3: blocks upstreams for the package from then on", async () => {
    const domain = await build();
    await publish(domain);
    expect((await domain.resolver.describePackage("team", tool)).originConfiguration.restrictions).toStrictEqual({
      publish: "ALLOW",
      upstream: "BLOCK",
    });
  });

  test("is empty when the file is", async () => {
    const domain = await build();
    await publish(domain, { content: "" });
    expect(await read(domain, "tool.txt")).toBe("");
  });
});

describe("a version of several files", () => {
  test("G2, P3, A1: is Unfinished until the last, given out to nobody, and each file makes a new revision", async () => {
    const domain = await build();
    const first = await publish(domain, { name: "b.txt", unfinished: true });
    expect(first.status).toBe("Unfinished");
    await expect(read(domain, "b.txt")).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
    const second = await publish(domain, { name: "a.txt" });
    expect(second.status).toBe("Published");
    expect(second.revision).not.toBe(first.revision);
    const { assets, revision } = await domain.resolver.listPackageVersionAssets("team", coordinate);
    expect([assets.map(({ name }) => name), revision]).toStrictEqual([["a.txt", "b.txt"], second.revision]);
    expect(await read(domain, "b.txt")).toBe(`b.txt of ${spec}\n`);
  });

  test("G2, P2: is finished by setting its status as well, and cannot go back (P1)", async () => {
    const domain = await build();
    await publish(domain, { unfinished: true });
    const input = { repository: "team", package: tool, versions: ["1.0.0"] };
    await domain.resolver.updatePackageVersionsStatus({ ...input, targetStatus: "Published" });
    expect(await read(domain, "tool.txt")).toContain(spec);
    await expect(publish(domain, { name: "late.txt", unfinished: true })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await describeIt(domain)).status).toBe("Published");
  });

  test("B1: the same file again finishes it when no more is to follow", async () => {
    const domain = await build();
    await publish(domain, { unfinished: true });
    const { revision } = await describeIt(domain);
    expect(await publish(domain)).toMatchObject({ status: "Published", revision });
    expect(await describeIt(domain)).toMatchObject({ status: "Published" });
  });

  test("B3: files by several publishers at the same instant are all in it", async () => {
    const domain = await build();
    const names = Array.from({ length: 12 }, (_, index) => `part-${index}`);
    await Promise.all(names.map((name) => publish(domain, { name, unfinished: true })));
    const { assets } = await domain.resolver.listPackageVersionAssets("team", coordinate);
    expect(assets.map(({ name }) => name)).toStrictEqual(names.toSorted());
  });
});

describe("publishing what is there", () => {
  test("B1: the same bytes again change nothing and leave no second copy", async () => {
    const domain = await build();
    const first = await publish(domain);
    const before = await describeIt(domain);
    domain.clock.advance(1000);
    expect(await publish(domain)).toStrictEqual(first);
    expect(await publish(domain, { unfinished: true })).toStrictEqual(first);
    expect(await describeIt(domain)).toStrictEqual(before);
    expect(await domain.storedCount()).toBe(1);
  });

  test("B1: the same bytes again take the place of those that the store has lost, and change nothing else", async () => {
    const domain = await build();
    const published = await publish(domain, { content: "bytes" });
    const before = await describeIt(domain);
    for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
    domain.clock.advance(1000);
    expect(await publish(domain, { content: "bytes" })).toStrictEqual(published);
    expect(await read(domain, "tool.txt")).toBe("bytes");
    expect(await describeIt(domain)).toStrictEqual(before);
    expect(await domain.storedCount()).toBe(1);
  });

  test("D5: what another version lost is whole again for both once one publishes the same bytes", async () => {
    const domain = await build();
    await publish(domain, { content: "bytes" });
    for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
    await publish(domain, { spec: "acme/tool@2.0.0", content: "bytes" });
    expect(await read(domain, "tool.txt")).toBe("bytes");
    const second = genericCoordinate("acme/tool@2.0.0");
    const { body } = await domain.resolver.getPackageVersionAsset("team", second, "tool.txt");
    expect((await drain(body)).toString()).toBe("bytes");
  });

  test("B1: other bytes under the same name are refused, and leave nothing", async () => {
    const domain = await build();
    await publish(domain);
    await expect(publish(domain, { content: "other" })).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(await read(domain, "tool.txt")).toContain(spec);
    expect(await domain.storedCount()).toBe(1);
  });

  test("G2: a further file to a Published version is refused before its bytes are read", async () => {
    const domain = await build();
    await publish(domain);
    let pulled = 0;
    const content = new ReadableStream<Uint8Array>({ pull: () => void (pulled += 1) }, { highWaterMark: 0 });
    await expect(
      domain.resolver.publishGenericAsset({ repository: "team", coordinate, asset: "late.txt", content }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(pulled).toBe(0);
  });

  test.each(["Unlisted", "Archived", "Disposed"] as const)(
    "B4: a version that is %s cannot be published again; once deleted it can",
    async (status) => {
      const domain = await build();
      await publish(domain);
      const input = { repository: "team", package: tool, versions: ["1.0.0"] };
      if (status === "Disposed") await domain.resolver.disposePackageVersions(input);
      else await domain.resolver.updatePackageVersionsStatus({ ...input, targetStatus: status });
      await expect(publish(domain)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
      await domain.resolver.deletePackageVersions(input);
      await publish(domain, { content: "anew" });
      expect(await read(domain, "tool.txt")).toBe("anew");
    },
  );

  test("B1: of two with different bytes at the same instant exactly one wins, and the other is told", async () => {
    const domain = await build();
    const winners = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const each = `acme/tool@2.0.${round}`;
      const outcomes = await Promise.allSettled(
        ["one", "two"].map((content) => publish(domain, { spec: each, content })),
      );
      const failed = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(failed).toMatchObject([{ reason: { code: "ALREADY_EXISTS" } }]);
      const served = await domain.resolver.getPackageVersionAsset("team", genericCoordinate(each), "tool.txt");
      const winner = outcomes[0]?.status === "fulfilled" ? "one" : "two";
      expect((await drain(served.body)).toString()).toBe(winner);
      winners.add(winner);
    }
    expect(await domain.storedCount()).toBe(winners.size);
  });
});

describe("what is refused", () => {
  const input = (changes: object) => ({
    repository: "team",
    coordinate,
    asset: "a.txt",
    content: streamOf("bytes"),
    ...changes,
  });

  test.each([
    ["B11: another format", { coordinate: coordinateOf("lodash@1.0.0") }, "INVALID_ARGUMENT"],
    ["G1: no namespace", { coordinate: { format: "generic", name: "tool", version: "1" } }, "INVALID_ARGUMENT"],
    ["G3: an asset name that is none", { asset: "../a" }, "INVALID_NAME"],
    ["a digest that is none", { assetSHA256: "ABC" }, "INVALID_ARGUMENT"],
    ["an unknown repository", { repository: "nowhere" }, "REPOSITORY_NOT_FOUND"],
  ])("%s", async (_, changes, code) => {
    const domain = await build();
    const asked = input(changes);
    await expect(domain.resolver.publishGenericAsset(asked)).rejects.toMatchObject({ code });
    expect((await asked.content.getReader().read()).done).toBe(true);
    expect(await domain.storedCount()).toBe(0);
  });

  test("B6, G4: a package whose controls block publishing", async () => {
    const domain = await build();
    await publish(domain);
    await domain.references.commit([
      {
        type: "put",
        key: { type: "package", repository: "team", package: tool },
        value: { originControls: { publish: "BLOCK", upstream: "ALLOW" }, tags: {} },
      },
    ]);
    await expect(publish(domain, { spec: "acme/tool@2.0.0" })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
      details: { rule: "B6" },
    });
  });

  test("bytes that are not those of the digest, and nothing of them is left", async () => {
    const domain = await build();
    const assetSHA256 = createHash("sha256").update("others").digest("hex");
    await expect(domain.resolver.publishGenericAsset(input({ assetSHA256 }))).rejects.toMatchObject({
      code: "INTEGRITY_MISMATCH",
    });
    expect(await domain.storedCount()).toBe(0);
    await expect(describeIt(domain)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
    const right = createHash("sha256").update("bytes").digest("hex");
    await domain.resolver.publishGenericAsset(input({ assetSHA256: right, content: streamOf("bytes") }));
    expect(await read(domain, "a.txt")).toBe("bytes");
  });

  test("bytes that break off, and nothing of them is left", async () => {
    const domain = await build();
    const content = streamOf("x".repeat(100_000), { failAfter: 50_000 });
    await expect(domain.resolver.publishGenericAsset(input({ content }))).rejects.toThrow("the sender went away");
    expect(await domain.storedCount()).toBe(0);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
  });
});

test("Q7, G1: is not seen downstream, and what is upstream does not stop a publish", async () => {
  const domain = await build();
  await publishGeneric(domain.resolver, "shared", { spec });
  await expect(domain.resolver.fetchAsset("team", coordinate, "tool.txt")).rejects.toMatchObject({
    code: "PACKAGE_VERSION_NOT_FOUND",
  });
  await expect(domain.resolver.viewPackage("team", tool)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
  await publish(domain, { content: "another" });
  expect(await read(domain, "tool.txt")).toBe("another");
});

test("a repository that is deleted while the bytes come keeps nothing", async () => {
  const { references } = createMemoryStores();
  let meanwhile: (() => Promise<unknown>) | undefined;
  const commit: typeof references.commit = async (changes) => {
    const run = meanwhile;
    meanwhile = undefined;
    await run?.();
    return references.commit(changes);
  };
  const domain = await buildResolver({ repositories: { team: {} }, stores: { references: { ...references, commit } } });
  meanwhile = () => domain.resolver.deleteRepository("team");
  await expect(publish(domain)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  expect(await domain.storedCount()).toBe(0);
});
