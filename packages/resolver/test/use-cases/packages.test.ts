import { describe, expect, test } from "vitest";
import { HOUR, buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
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
    const error = { code: "PACKAGE_VERSION_NOT_FOUND", details: { rule: "L6", repository: "team", package: "lodash", version: "1.0.0" } };
    await expect(resolver.describePackageVersion("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.listPackageVersionAssets("team", coordinateOf(spec))).rejects.toMatchObject(error);
    await expect(resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz")).rejects.toMatchObject(error);
    expect(registry.requests).toHaveLength(asked);
  });

  test("L6: listPackages and listPackageVersions do not list what is upstream", async () => {
    const { resolver } = await heldUpstreamOnly();
    expect((await resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    await expect(resolver.listPackageVersions({ repository: "team", package: lodash })).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
    expect((await resolver.listPackageVersions({ repository: "npm-store", package: lodash })).items).toHaveLength(1);
  });

  test("Q8: looking at a version retains nothing", async () => {
    const { resolver, holders } = await heldUpstreamOnly();
    await resolver.describePackageVersion("npm-store", coordinateOf(spec));
    await drain((await resolver.getPackageVersionAsset("npm-store", coordinateOf(spec), "package.tgz")).body);
    expect(await holders(spec)).toStrictEqual(["npm-store"]);
  });

  test.each([
    ["listPackages", (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) => resolver.listPackages({ repository: "nowhere" })],
    ["listPackageVersions", (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) => resolver.listPackageVersions({ repository: "nowhere", package: lodash })],
    ["describePackageVersion", (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) => resolver.describePackageVersion("nowhere", coordinateOf(spec))],
    ["getPackageTags", (resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"]) => resolver.getPackageTags("nowhere", lodash)],
  ])("%s of an unknown repository is refused", async (_, ask) => {
    const { resolver } = await buildResolver({ repositories: CHAIN });
    await expect(ask(resolver)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});

describe("listing packages", () => {
  const names = ["@acme/ui", "@acme/api", "@other/ui", "lodash", "lodash.merge", "express"];
  async function withPackages() {
    const domain = await buildResolver({ repositories: { team: {}, other: {} } });
    for (const name of names) await domain.publish("team", `${name}@1.0.0`);
    await domain.publish("other", "elsewhere@1.0.0");
    return domain.resolver;
  }
  const display = ({ namespace, package: name }: { readonly namespace?: string; readonly package: string }): string =>
    namespace === undefined ? name : `@${namespace}/${name}`;

  test.each([
    ["no filter", {}, names],
    ["a prefix of the name", { packagePrefix: "lodash" }, ["lodash", "lodash.merge"]],
    ["a format and a prefix of the namespace", { format: "npm", namespace: "ac" }, ["@acme/ui", "@acme/api"]],
    ["prefixes of both", { namespace: "acme", packagePrefix: "u" }, ["@acme/ui"]],
    ["another format", { format: "pypi" }, []],
  ] as const)("L11: with %s", async (_, filter, expected) => {
    const resolver = await withPackages();
    const { items, nextToken } = await resolver.listPackages({ repository: "team", ...filter });
    expect(items.map(display).toSorted()).toStrictEqual(expected.toSorted());
    expect(nextToken).toBeUndefined();
  });

  test("L11: with a namespace alone is refused", async () => {
    const resolver = await withPackages();
    await expect(resolver.listPackages({ repository: "team", namespace: "acme" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", details: { rule: "L11" } });
  });

  test("L12: gives 100 a page by default, and every package once, while others are added", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    const before = Array.from({ length: 230 }, (_, index) => `p-${index}`);
    const record = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
    const put = (name: string) => ({ type: "put", key: { type: "package", repository: "team", package: packageNamed(name) }, value: record }) as const;
    await domain.references.commit(before.map(put));
    const seen: string[] = [];
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await domain.resolver.listPackages({ repository: "team", ...(nextToken === undefined ? {} : { nextToken }) });
      sizes.push(page.items.length);
      seen.push(...page.items.map(display));
      nextToken = page.nextToken;
      await domain.references.commit([put(`added-${sizes.length}`)]);
    } while (nextToken !== undefined);
    expect(sizes.slice(0, 2)).toStrictEqual([100, 100]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((name) => name.startsWith("p-")).toSorted()).toStrictEqual(before.toSorted());
  });

  test("L12: fills pages past what a filter leaves out, and refuses a token that it did not give", async () => {
    const resolver = await withPackages();
    const first = await resolver.listPackages({ repository: "team", packagePrefix: "u", maxResults: 1 });
    const second = await resolver.listPackages({ repository: "team", packagePrefix: "u", maxResults: 1, nextToken: first.nextToken ?? "" });
    expect([...first.items, ...second.items].map(display).toSorted()).toStrictEqual(["@acme/ui", "@other/ui"]);
    await expect(resolver.listPackages({ repository: "team", nextToken: "not-a-token" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(resolver.listPackages({ repository: "team", maxResults: 0 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("listing the versions of a package", () => {
  async function withVersions() {
    const domain = await buildResolver({ repositories: CHAIN });
    const versions = { "1.0.0": "Published", "1.1.0": "Unlisted", "1.2.0": "Archived", "1.3.0": "Disposed", "1.4.0": "Unfinished" } as const;
    for (const [version, status] of Object.entries(versions)) {
      domain.clock.advance(HOUR);
      await domain.publish("team", `lodash@${version}`, { status });
    }
    return domain;
  }
  const versionsOf = (list: { readonly items: readonly { readonly version: string }[] }): readonly string[] => list.items.map(({ version }) => version);

  test("L8: without a status gives every one; with a status that one", async () => {
    const { resolver } = await withVersions();
    const list = (filter: object) => resolver.listPackageVersions({ repository: "team", package: lodash, ...filter });
    expect(versionsOf(await list({})).toSorted()).toStrictEqual(["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"]);
    for (const [version, status] of [["1.1.0", "Unlisted"], ["1.3.0", "Disposed"]]) {
      const { items } = await list({ status });
      expect(items).toMatchObject([{ version, status }]);
    }
  });

  test("L9: sorted by PUBLISHED_TIME is newest first, over pages too", async () => {
    const { resolver } = await withVersions();
    const list = (page: object) => resolver.listPackageVersions({ repository: "team", package: lodash, sortBy: "PUBLISHED_TIME", maxResults: 2, ...page });
    const first = await list({});
    const second = await list({ nextToken: first.nextToken });
    const third = await list({ nextToken: second.nextToken });
    expect([first, second, third].map(versionsOf)).toStrictEqual([["1.4.0", "1.3.0"], ["1.2.0", "1.1.0"], ["1.0.0"]]);
    expect(third.nextToken).toBeUndefined();
  });

  test("L12: gives 50 a page by default", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (let index = 0; index < 51; index += 1) await domain.publish("team", `lodash@1.0.${index}`);
    const { items, nextToken } = await domain.resolver.listPackageVersions({ repository: "team", package: lodash });
    expect(items).toHaveLength(50);
    expect((await domain.resolver.listPackageVersions({ repository: "team", package: lodash, nextToken: nextToken ?? "" })).items).toHaveLength(1);
  });

  test("by origin tells what came from outside from what was published here (K8)", async () => {
    const domain = await withVersions();
    domain.registry.add("lodash@2.0.0");
    await domain.install("team", "lodash@2.0.0");
    const list = (originType: "INTERNAL" | "EXTERNAL" | "UNKNOWN") => domain.resolver.listPackageVersions({ repository: "team", package: lodash, originType });
    expect(versionsOf(await list("EXTERNAL"))).toStrictEqual(["2.0.0"]);
    expect(versionsOf(await list("INTERNAL"))).toHaveLength(5);
    expect(versionsOf(await list("UNKNOWN"))).toStrictEqual([]);
  });

  test("L10: names as the default the version tagged latest here, whatever the filter", async () => {
    const domain = await withVersions();
    await domain.publish("team", "lodash@2.0.0");
    await domain.setTags("team", "lodash", { latest: "1.0.0" });
    const list = await domain.resolver.listPackageVersions({ repository: "team", package: lodash, status: "Archived" });
    expect(list.defaultDisplayVersion).toBe("1.0.0");
  });

  test("L10: names as the default the most recently published, when latest is no Published version or there is none", async () => {
    const domain = await withVersions();
    domain.clock.advance(HOUR);
    await domain.publish("team", "lodash@0.9.0");
    for (const tags of [{}, { latest: "1.2.0" }, { latest: "9.9.9" }]) {
      await domain.setTags("team", "lodash", tags);
      expect((await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).defaultDisplayVersion).toBe("0.9.0");
    }
  });

  test("L10: names no default while nothing is Published", async () => {
    const domain = await withVersions();
    await domain.setStatus("team", "lodash@1.0.0", "Archived");
    expect(await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).not.toHaveProperty("defaultDisplayVersion");
  });

  test("of a package whose versions were all deleted gives none (L13)", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    await domain.deleteVersion("team", spec);
    expect(await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).toStrictEqual({ items: [] });
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

  test("of a format that has no way to read manifests is described by its record alone", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const coordinate = { format: "generic" as PackageFormat, namespace: "acme", name: "tool", version: "1" };
    await domain.publish("team", "tool@1");
    const reference = await domain.referenceOf("team", "tool@1");
    if (reference === undefined) throw new Error("not published");
    await domain.references.commit([{ type: "put", key: { type: "reference", repository: "team", coordinate }, value: reference }]);
    expect(await domain.resolver.describePackageVersion("team", coordinate)).toMatchObject({ displayName: "acme/tool", licenses: [] });
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
    await expect(domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz", id)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("A6: has no asset under a name with control characters, and the error does not print them", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const error: unknown = await domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "a\u001b[2Jb").catch((each: unknown) => each);
    expect(error).toMatchObject({ code: "ASSET_NOT_FOUND", message: expect.not.stringContaining("\u001b") as string });
  });

  test.each(["Archived", "Disposed", "Unfinished"] as const)("Table 3: that is %s is described, and its asset is not given out", async (status) => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec, { status });
    expect(await domain.resolver.describePackageVersion("team", coordinateOf(spec))).toMatchObject({ status });
    await expect(domain.resolver.getPackageVersionAsset("team", coordinateOf(spec), "package.tgz")).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
  });

  test("whose content is missing from the store is told apart from one that does not exist", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    const revision = (await domain.revisionOf("team", spec)).id;
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision } }]);
    await expect(domain.resolver.describePackageVersion("team", coordinateOf(spec))).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
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
