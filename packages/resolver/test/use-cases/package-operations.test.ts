import { describe, expect, test } from "vitest";
import { genericCoordinate, publishGeneric } from "../../../../test/kit/generic-package.ts";
import { buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { PackageFormat } from "../../src/names/coordinate.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const lodash = packageNamed("lodash");
const spec = "lodash@1.0.0";

describe("L6, Q8: the service operations see only what the named repository stores", () => {
  async function heldUpstreamOnly() {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.install("npm-store", spec);
    return domain;
  }

  test("L6: describePackageVersion, listPackageVersionAssets and getPackageVersionAsset do not find what is upstream", async () => {
    const { resolver, registry } = await heldUpstreamOnly();
    const asked = registry.requests.length;
    const error = {
      code: "PACKAGE_VERSION_NOT_FOUND",
      details: { rule: "L6", repository: "team", package: "lodash", version: "1.0.0" },
    };
    await expect(resolver.describePackageVersion("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.listPackageVersionAssets("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz")).rejects.toMatchObject(
      error,
    );
    await expect(resolver.getPackageVersionReadme("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.listPackageVersionDependencies("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.describePackage("team", lodash)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
    expect(registry.requests).toHaveLength(asked);
  });

  test("L6: listPackages and listPackageVersions do not list what is upstream", async () => {
    const { resolver } = await heldUpstreamOnly();
    expect((await resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    await expect(resolver.listPackageVersions({ repository: "team", package: lodash })).rejects.toMatchObject({
      code: "PACKAGE_NOT_FOUND",
    });
    expect((await resolver.listPackageVersions({ repository: "npm-store", package: lodash })).items).toHaveLength(1);
  });

  test("Q8: looking at a version retains nothing", async () => {
    const { resolver, holders } = await heldUpstreamOnly();
    await resolver.describePackageVersion("npm-store", coordinateOf(spec));
    await drain((await resolver.getPackageVersionAsset("npm-store", coordinateOf(spec), "package.tgz")).body);
    expect(await holders(spec)).toStrictEqual(["npm-store"]);
  });

  test.each([
    [
      "listPackages",
      (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) =>
        resolver.listPackages({ repository: "nowhere" }),
    ],
    [
      "listPackageVersions",
      (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) =>
        resolver.listPackageVersions({ repository: "nowhere", package: lodash }),
    ],
    [
      "describePackageVersion",
      (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) =>
        resolver.describePackageVersion("nowhere", coordinateOf(spec)),
    ],
    [
      "getPackageTags",
      (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) => resolver.getPackageTags("nowhere", lodash),
    ],
  ])("%s of an unknown repository is refused", async (_, ask) => {
    const { resolver } = await buildResolver({ repositories: CHAIN });
    await expect(ask(resolver)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});

describe("one version", () => {
  test("F6, K8: is described with the manifest's facts, its public publish time and how it came into the domain", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("@acme/ui@1.0.0", { manifest: { description: "Widgets" }, publishedTime: 42 });
    await domain.install("team", "@acme/ui@1.0.0");
    expect(await domain.resolver.describePackageVersion("team", coordinateOf("@acme/ui@1.0.0"))).toStrictEqual({
      format: "npm",
      namespace: "acme",
      packageName: "ui",
      displayName: "@acme/ui",
      version: "1.0.0",
      summary: "Widgets",
      licenses: [{ name: "MIT" }],
      publishedTime: 42,
      revision: (await domain.revisionOf("team", "@acme/ui@1.0.0")).id,
      status: "Published",
      origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } },
    });
  });

  test("A1, P6: keeps its revision whatever its status becomes", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const revision = async () => (await domain.resolver.describePackageVersion("team", coordinateOf(spec))).revision;
    const before = await revision();
    await domain.setStatus("team", spec, "Archived");
    await domain.resolver.disposePackageVersions({ repository: "team", package: lodash, versions: ["1.0.0"] });
    expect(await revision()).toBe(before);
  });

  test("lists its direct dependencies by pages of 50", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const names = Array.from({ length: 60 }, (_, index) => `p-${String(index).padStart(2, "0")}`);
    const dependencies = Object.fromEntries(names.map((name) => [name, "^1"]));
    await domain.publish("team", spec, { manifest: { dependencies } });
    const first = await domain.resolver.listPackageVersionDependencies("team", coordinateOf(spec));
    expect(first.dependencies).toHaveLength(50);
    expect(first.dependencies[0]).toStrictEqual({
      package: "p-00",
      dependencyType: "regular",
      versionRequirement: "^1",
    });
    const rest = await domain.resolver.listPackageVersionDependencies("team", coordinateOf(spec), {
      nextToken: first.nextToken ?? "",
    });
    expect([...first.dependencies, ...rest.dependencies].map((each) => each.package)).toStrictEqual(names);
    expect(rest.nextToken).toBeUndefined();
  });

  test("L12: lists its assets by name in pages", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const name of ["c", "a", "b"])
      await publishGeneric(domain.resolver, "team", { spec: "acme/tool@1.0.0", name, unfinished: true });
    const coordinate = genericCoordinate("acme/tool@1.0.0");
    const first = await domain.resolver.listPackageVersionAssets("team", coordinate, { maxResults: 2 });
    expect(first.assets.map(({ name }) => name)).toStrictEqual(["a", "b"]);
    const rest = await domain.resolver.listPackageVersionAssets("team", coordinate, {
      maxResults: 2,
      nextToken: first.nextToken ?? "",
    });
    expect([rest.assets.map(({ name }) => name), rest.nextToken]).toStrictEqual([["c"], undefined]);
    await expect(domain.resolver.listPackageVersionAssets("team", coordinate, { maxResults: 0 })).rejects.toMatchObject(
      { code: "INVALID_ARGUMENT" },
    );
  });

  test("of a format that has no way to read manifests is described by its record alone", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const coordinate = { format: "generic" as PackageFormat, namespace: "acme", name: "tool", version: "1" };
    await domain.publish("team", "tool@1");
    const reference = await domain.referenceOf("team", "tool@1");
    if (reference === undefined) throw new Error("not published");
    await domain.references.commit([
      { type: "put", key: { type: "reference", repository: "team", coordinate }, value: reference },
    ]);
    expect(await domain.resolver.describePackageVersion("team", coordinate)).toMatchObject({
      displayName: "acme/tool",
      licenses: [],
    });
  });

  test("A2, A3: has one asset, package.tgz, with four digests and its size", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.install("team", spec);
    const { assets, revision } = await domain.resolver.listPackageVersionAssets("team", coordinateOf(spec));
    expect(assets).toStrictEqual([
      {
        name: "package.tgz",
        size: bytesOf(spec).byteLength,
        hashes: {
          MD5: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          "SHA-1": expect.stringMatching(/^[0-9a-f]{40}$/) as string,
          "SHA-256": expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          "SHA-512": expect.stringMatching(/^[0-9a-f]{128}$/) as string,
        },
      },
    ]);
    expect(revision).toBe((await domain.referenceOf("team", spec))?.revision);
  });

  test("A1: gives out its asset by name, at the current revision only", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const { id } = await domain.revisionOf("team", spec);
    const served = await domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz", id);
    expect((await drain(served.body)).equals(bytesOf(spec))).toBe(true);
    expect(served).toMatchObject({ revision: id, size: bytesOf(spec).byteLength });
    await domain.publish("team", spec, { bytes: bytesOf("edited") });
    await expect(
      domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz", id),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("A6: has no asset under a name with control characters, and the error does not print them", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const error: unknown = await domain.resolver
      .getPackageVersionAsset("team", coordinateOf(spec), "a\u001b[2Jb")
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: "ASSET_NOT_FOUND", message: expect.not.stringContaining("\u001b") as string });
  });

  test.each(["Archived", "Disposed", "Unfinished"] as const)(
    "Table 3: that is %s is described, and its asset is not given out",
    async (status) => {
      const domain = await buildResolver({ repositories: CHAIN });
      await domain.publish("team", spec, { status });
      expect(await domain.resolver.describePackageVersion("team", coordinateOf(spec))).toMatchObject({ status });
      await expect(
        domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz"),
      ).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
    },
  );

  test("whose content is missing from the store is told apart from one that does not exist", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const revision = (await domain.revisionOf("team", spec)).id;
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision } }]);
    await expect(domain.resolver.describePackageVersion("team", coordinateOf(spec))).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });
});

test("DescribePackage answers the package's controls under its name", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  await domain.publish("team", "@acme/ui@1.0.0", { originControls: { publish: "ALLOW", upstream: "BLOCK" } });
  expect(await domain.resolver.describePackage("team", packageNamed("@acme/ui"))).toStrictEqual({
    format: "npm",
    namespace: "acme",
    name: "ui",
    originConfiguration: { restrictions: { publish: "ALLOW", upstream: "BLOCK" } },
  });
});

test("T3: a package's own tags are the stored ones, not what its upstreams add", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  await domain.publish("team", spec, { tags: ["beta"] });
  await domain.publish("npm-store", spec, { tags: ["latest"] });
  expect(await domain.tags("team", "lodash")).toStrictEqual({ beta: "1.0.0", latest: "1.0.0" });
  expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ beta: "1.0.0" });
  expect(await domain.resolver.getPackageTags("team", packageNamed("unknown"))).toStrictEqual({});
});
