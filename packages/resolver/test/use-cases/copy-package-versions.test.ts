import { describe, expect, test } from "vitest";
import { genericCoordinate, publishGeneric } from "../../../../test/kit/generic-package.ts";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { REPOSITORIES, build, codes, copy, lodash, spec } from "./copying-client.ts";

describe("copying versions", () => {
  test("C1, C10, K8: gives the destination references with the same revision, status, origin and publish time", async () => {
    const domain = await build();
    await domain.publish("staging", spec, { publishedTime: 42 });
    await domain.publish("staging", "lodash@2.0.0", { status: "Unlisted" });
    domain.clock.advance(1000);
    const outcome = await copy(domain, { versions: ["1.0.0", "2.0.0", "1.0.0"] });
    const [first, second] = await Promise.all(
      [spec, "lodash@2.0.0"].map((each) => domain.referenceOf("staging", each)),
    );
    expect(outcome).toStrictEqual({
      successfulVersions: {
        "1.0.0": { revision: first?.revision, status: "Published" },
        "2.0.0": { revision: second?.revision, status: "Unlisted" },
      },
      failedVersions: {},
    });
    expect(await domain.referenceOf("team", spec)).toStrictEqual({ ...first, retainedTime: domain.clock.now() });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });

  test("C11, D5: moves no bytes: the asset store is not touched, and both repositories give out the same", async () => {
    const { references, assets } = createMemoryStores();
    const touched: string[] = [];
    const watched: typeof assets = {
      ...assets,
      create: () => (touched.push("create"), assets.create()),
      open: (location) => (touched.push("open"), assets.open(location)),
      read: (location) => (touched.push("read"), assets.read(location)),
    };
    const domain = await buildResolver({ repositories: REPOSITORIES, stores: { references, assets: watched } });
    for (let index = 0; index < 1000; index += 1) await domain.publish("staging", `lodash@1.0.${index}`);
    const count = await domain.storedCount();
    touched.length = 0;
    for (let call = 0; call < 10; call += 1) {
      const versions = Array.from({ length: 100 }, (_, index) => `1.0.${call * 100 + index}`);
      expect(Object.keys((await copy(domain, { versions })).successfulVersions)).toHaveLength(100);
    }
    expect(touched).toStrictEqual([]);
    expect(await domain.storedCount()).toBe(count);
    expect((await domain.install("team", "lodash@1.0.999")).equals(bytesOf("lodash@1.0.999"))).toBe(true);
  });

  test.each([
    ["neither versions nor revisions", {}],
    ["both", { versions: ["1.0.0"], versionRevisions: { "1.0.0": "r" } }],
  ])("C2: with %s is refused", async (_, input) => {
    const domain = await build();
    await expect(copy(domain, input)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", details: { rule: "C2" } });
  });

  test("X2: takes 1 to 100 versions", async () => {
    const domain = await build();
    const versions = Array.from({ length: 101 }, (_, index) => `1.0.${index}`);
    const versionRevisions = Object.fromEntries(versions.map((version) => [version, "r"]));
    for (const input of [{ versions }, { versionRevisions }, { versions: [] }, { versionRevisions: {} }])
      await expect(copy(domain, input)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", details: { rule: "X2" } });
  });

  test("C1: into the repository itself is refused, as are repositories that are not there", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await expect(copy(domain, { versions: ["1.0.0"], destinationRepository: "staging" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    for (const input of [{ destinationRepository: "nowhere" }, { sourceRepository: "nowhere" }])
      await expect(copy(domain, { versions: ["1.0.0"], ...input })).rejects.toMatchObject({
        code: "REPOSITORY_NOT_FOUND",
      });
  });

  test("C4, C5, C12: copies nothing when one version is missing; the others are skipped", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await domain.publish("staging", "lodash@2.0.0");
    const outcome = await copy(domain, { versions: ["1.0.0", "9.9.9", "2.0.0"] });
    expect(outcome.successfulVersions).toStrictEqual({});
    expect(codes(outcome)).toStrictEqual({ "1.0.0": "SKIPPED", "9.9.9": "NOT_FOUND", "2.0.0": "SKIPPED" });
    expect(await domain.holders(spec)).toStrictEqual(["staging"]);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
  });

  test("C6: a version that is there with the same content is fine, is left as it is, and is in neither map", async () => {
    const domain = await build();
    await domain.publish("staging", spec, { tags: ["latest"] });
    await domain.publish("staging", "lodash@2.0.0");
    await copy(domain);
    await domain.setStatus("team", spec, "Archived");
    const before = await domain.referenceOf("team", spec);
    expect(await copy(domain)).toStrictEqual({ successfulVersions: {}, failedVersions: {} });
    expect(await domain.referenceOf("team", spec)).toStrictEqual(before);
    const outcome = await copy(domain, { versions: ["1.0.0", "2.0.0"], allowOverwrite: true });
    expect(Object.keys(outcome.successfulVersions)).toStrictEqual(["2.0.0"]);
    expect(outcome.failedVersions).toStrictEqual({});
    expect(await domain.referenceOf("team", spec)).toStrictEqual(before);
  });

  test("C7: a version that is there with other content is kept, unless overwriting is allowed", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await domain.publish("team", spec, { bytes: bytesOf("edited"), status: "Archived" });
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "ALREADY_EXISTS" });
    expect(await domain.referenceOf("team", spec)).toMatchObject({ status: "Archived" });
    const { successfulVersions } = await copy(domain, { versions: ["1.0.0"], allowOverwrite: true });
    expect(successfulVersions).toMatchObject({ "1.0.0": { status: "Published" } });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("C8: copies nothing unless each version has the revision that is named", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    const revision = (await domain.revisionOf("staging", spec)).id;
    expect(codes(await copy(domain, { versionRevisions: { "1.0.0": "another" } }))).toStrictEqual({
      "1.0.0": "MISMATCHED_REVISION",
    });
    expect(await domain.holders(spec)).toStrictEqual(["staging"]);
    const { successfulVersions } = await copy(domain, { versionRevisions: { "1.0.0": revision } });
    expect(successfulVersions).toStrictEqual({ "1.0.0": { revision, status: "Published" } });
  });

  test("Table 3: what is Disposed cannot be copied, and is not brought back by a copy", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await copy(domain);
    const dispose = (repository: string) =>
      domain.resolver.disposePackageVersions({ repository, package: lodash, versions: ["1.0.0"] });
    await dispose("team");
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "ALREADY_EXISTS" });
    expect(codes(await copy(domain, { versions: ["1.0.0"], allowOverwrite: true }))).toStrictEqual({
      "1.0.0": "NOT_ALLOWED",
    });
    await domain.deleteVersion("team", spec);
    await dispose("staging");
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "NOT_ALLOWED" });
  });
});

describe("copying from upstreams of the source", () => {
  test("C9, L7: finds what the first of them stores, only when asked to", async () => {
    const domain = await build();
    await domain.publish("inner", spec, { bytes: bytesOf("of inner") });
    await domain.publish("npm-store", spec, { bytes: bytesOf("of npm-store") });
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "NOT_FOUND" });
    await copy(domain, { versions: ["1.0.0"], includeFromUpstream: true });
    expect((await domain.install("team", spec)).equals(bytesOf("of inner"))).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(["inner", "npm-store", "team"]);
  });

  test("C9: asks no public registry", async () => {
    const domain = await build();
    domain.registry.add(spec);
    expect(codes(await copy(domain, { versions: ["1.0.0"], includeFromUpstream: true }))).toStrictEqual({
      "1.0.0": "NOT_FOUND",
    });
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("C9, S5: does not find what is withdrawn at the first that has it", async () => {
    const domain = await build();
    await domain.publish("inner", spec, { status: "Archived" });
    await domain.publish("npm-store", spec);
    const outcome = await copy(domain, { versions: ["1.0.0"], includeFromUpstream: true });
    expect(outcome.failedVersions).toMatchObject({
      "1.0.0": {
        errorCode: "NOT_FOUND",
        errorMessage: expect.stringContaining('Archived in the repository "inner"') as string,
      },
    });
  });

  test("C9, S7: does not pass a repository that blocks upstreams for the package", async () => {
    const domain = await build();
    await domain.publish("npm-store", spec);
    await domain.setOriginControls("staging", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    expect(codes(await copy(domain, { versions: ["1.0.0"], includeFromUpstream: true }))).toStrictEqual({
      "1.0.0": "NOT_FOUND",
    });
  });

  test("Q7, G1: generic packages come from the source alone", async () => {
    const domain = await build();
    await publishGeneric(domain.resolver, "inner", { spec: "acme/tool@1.0.0" });
    const { version, ...tool } = genericCoordinate("acme/tool@1.0.0");
    const input = { package: tool, versions: [version], includeFromUpstream: true };
    expect(codes(await copy(domain, input))).toStrictEqual({ "1.0.0": "NOT_FOUND" });
    await copy(domain, { ...input, sourceRepository: "inner" });
    const { body } = await domain.resolver.getPackageVersionAsset("team", { ...tool, version }, "tool.txt");
    expect((await drain(body)).toString()).toBe("tool.txt of acme/tool@1.0.0\n");
  });
});

describe("what the destination's package becomes", () => {
  test("T6: every tag that points at a copied version follows it and overwrites one of the same name; others stay", async () => {
    const domain = await build();
    await domain.publish("staging", spec, { tags: ["latest", "lts"] });
    await domain.publish("staging", "lodash@2.0.0", { tags: ["next"] });
    await domain.publish("team", "lodash@0.9.0", { tags: ["latest", "old"] });
    await copy(domain);
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({
      latest: "1.0.0",
      lts: "1.0.0",
      old: "0.9.0",
    });
    expect(await domain.resolver.getPackageTags("staging", lodash)).toStrictEqual({
      latest: "1.0.0",
      lts: "1.0.0",
      next: "2.0.0",
    });
  });

  test("T6: a copy whose tags would make more than 1,000 is refused whole; with 1,000 it is done", async () => {
    const domain = await build();
    const tagged = (prefix: string, count: number, version: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, version]));
    await domain.publish("staging", spec);
    await domain.publish("team", "lodash@0.9.0");
    const before = tagged("ours", 600, "0.9.0");
    await domain.setTags("team", "lodash", before);
    await domain.setTags("staging", "lodash", tagged("theirs", 401, "1.0.0"));
    await expect(copy(domain)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      details: { package: "lodash", tags: 1_001, limit: 1_000 },
    });
    expect(await domain.holders(spec)).toStrictEqual(["staging"]);
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual(before);
    await domain.setTags("staging", "lodash", tagged("theirs", 400, "1.0.0"));
    await copy(domain);
    expect(Object.keys(await domain.resolver.getPackageTags("team", lodash))).toHaveLength(1_000);
  });

  test("O5, B7: the first version leaves both controls allowed, and later ones change none; blocked controls stop no copy", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await domain.publish("staging", "lodash@2.0.0");
    await copy(domain);
    const controls = async () =>
      (await domain.resolver.describePackage("team", lodash)).originConfiguration.restrictions;
    expect(await controls()).toStrictEqual({ publish: "ALLOW", upstream: "ALLOW" });
    const blocked = { publish: "BLOCK", upstream: "BLOCK" } as const;
    await domain.setOriginControls("team", "lodash", blocked);
    await copy(domain, { versions: ["2.0.0"] });
    expect(await controls()).toStrictEqual(blocked);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "2.0.0"]);
  });
});

test("L6: the copy is the destination's own", async () => {
  const domain = await build();
  await domain.publish("staging", spec);
  await copy(domain);
  await domain.resolver.deleteRepository("staging");
  expect(await domain.resolver.describePackageVersion("team", coordinateOf(spec))).toMatchObject({
    status: "Published",
  });
});
