import { describe, expect, test } from "vitest";
import { HOUR, type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = { AA: { upstreams: ["BB"] }, BB: { upstreams: ["CC"] }, CC: { externalConnection: "public:npmjs" } };
const spec = "lodash@1.0.0";

describe("Table 2: who holds the version after a fetch through A (A -> B -> C, C with the public registry)", () => {
  const rows: readonly (readonly [
    where: string,
    arrange: (domain: BuiltResolver) => Promise<void> | void,
    holders: readonly string[],
  ])[] = [
    ["K1, Q1: found in A", (domain) => domain.publish("AA", spec), ["AA"]],
    ["K1, Q2: found in B", (domain) => domain.publish("BB", spec), ["AA", "BB"]],
    ["K1, K2: found in C", (domain) => domain.publish("CC", spec), ["AA", "CC"]],
    ["K1, K2, K3, Q3: found in the public registry via C", (domain) => domain.registry.add(spec), ["AA", "CC"]],
  ];
  test.each(rows)("%s", async (_, arrange, holders) => {
    const domain = await buildResolver({ repositories: CHAIN });
    await arrange(domain);
    expect((await domain.install("AA", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(holders);
  });
});

describe("a fetch", () => {
  test("S4, Q4: fails when nobody has the version, and says where it was looked for", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@2.0.0");
    await expect(domain.install("AA", spec)).rejects.toMatchObject({
      code: "PACKAGE_VERSION_NOT_FOUND",
      details: { rule: "S4", searched: "AA, BB, CC" },
    });
    expect(await domain.holders(spec)).toStrictEqual([]);
  });

  test("Q5: retains the version that was asked for and no other", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const version of ["1.0.0", "1.1.0", "2.0.0"]) domain.registry.add(`lodash@${version}`);
    await domain.install("AA", "lodash@1.1.0");
    expect(await domain.holders("lodash@1.1.0")).toStrictEqual(["AA", "CC"]);
    expect(await domain.holders(spec)).toStrictEqual([]);
    expect(await domain.holders("lodash@2.0.0")).toStrictEqual([]);
  });

  test("E4: reaches the public registry from any repository downstream of the connection", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, far: { upstreams: ["AA"] } } });
    domain.registry.add(spec);
    await domain.install("far", spec);
    expect(await domain.holders(spec)).toStrictEqual(["CC", "far"]);
  });

  test("K3: through the connected repository itself keeps one reference, there", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.install("CC", spec);
    expect(await domain.holders(spec)).toStrictEqual(["CC"]);
  });

  test("S6: takes what an upstream holds before it asks the repository's own connection", async () => {
    const repositories = { team: { upstreams: ["own"], externalConnection: "public:npmjs" }, own: {} };
    const domain = await buildResolver({ repositories });
    domain.registry.add(spec, { bytes: bytesOf("public") });
    await domain.publish("own", spec, { bytes: bytesOf("ours") });
    expect((await domain.install("team", spec)).equals(bytesOf("ours"))).toBe(true);
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("E3: passes over a connection of another format", async () => {
    const repositories = {
      team: { upstreams: ["own", "npm-store"] },
      own: { externalConnection: "public:pypi" },
      "npm-store": { externalConnection: "public:npmjs" },
    };
    const domain = await buildResolver({ repositories });
    domain.registry.add(spec);
    await domain.install("team", spec);
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "team"]);
  });

  test("S5: refuses what is Archived upstream with its reason, retains nothing and asks nobody else", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.publish("BB", spec, { status: "Archived" });
    await expect(domain.install("AA", spec)).rejects.toMatchObject({
      code: "PACKAGE_VERSION_REFUSED",
      message: 'lodash@1.0.0 is Archived in the repository "BB" and is not given out.',
    });
    expect(await domain.holders(spec)).toStrictEqual(["BB"]);
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("Q1: gives out what is Unlisted, so that lockfiles keep working", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("AA", spec, { status: "Unlisted" });
    expect((await domain.install("AA", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("S7: stops at an intermediate repository that blocks the package, and says which", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.setOriginControls("BB", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    await expect(domain.install("AA", spec)).rejects.toMatchObject({
      code: "PACKAGE_VERSION_NOT_FOUND",
      hint: expect.stringContaining('"BB"') as string,
    });
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("U2: beyond 25 upstreams finds nothing, and the error says why", async () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]),
    );
    const domain = await buildResolver({ repositories });
    await domain.publish("r-30", spec);
    await expect(domain.install("r-0", spec)).rejects.toMatchObject({
      code: "PACKAGE_VERSION_NOT_FOUND",
      hint: expect.stringContaining("25") as string,
    });
  });

  test("A3: of an asset that the version does not have fails, held or not", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    const ask = () => domain.resolver.fetchAsset("AA", coordinateOf(spec), "other.tgz");
    await expect(ask()).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
    await domain.install("AA", spec);
    await expect(ask()).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
  });

  test("of an unknown repository fails", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await expect(domain.install("nowhere", spec)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });

  test("D5: through a second repository fetches and stores no second copy", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { upstreams: ["CC"] } } });
    domain.registry.add(spec);
    await domain.install("AA", spec);
    const stored = await domain.storedCount();
    expect((await domain.install("other", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(["AA", "CC", "other"]);
    expect(await domain.storedCount()).toBe(stored);
    expect(domain.registry.requests.filter(({ method }) => method === "fetchAsset")).toHaveLength(1);
  });

  test("D5: through an unconnected branch of the domain finds the bytes by their digest, and keeps its own references", async () => {
    const repositories = {
      AA: { upstreams: ["CC"] },
      CC: { externalConnection: "public:npmjs" },
      XX: { upstreams: ["YY"] },
      YY: { externalConnection: "public:npmjs" },
    };
    const domain = await buildResolver({ repositories });
    domain.registry.add(spec);
    await domain.install("AA", spec);
    await domain.install("XX", spec);
    expect(await domain.holders(spec)).toStrictEqual(["AA", "CC", "XX", "YY"]);
    expect(domain.registry.requests.filter(({ method }) => method === "fetchAsset")).toHaveLength(1);
    expect((await domain.referenceOf("XX", spec))?.revision).toBe((await domain.referenceOf("AA", spec))?.revision);
  });

  test("tells size and digests of what the domain holds", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("AA", spec);
    const { size, hashes } = await domain.resolver.fetchAsset("AA", coordinateOf(spec), "package.tgz");
    expect(size).toBe(bytesOf(spec).byteLength);
    expect(hashes?.["SHA-512"]).toMatch(/^[0-9a-f]{128}$/);
  });
});

describe("what a retained reference says", () => {
  test("K7: its status is the upstream's at that time", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("BB", spec, { status: "Unlisted" });
    await domain.install("AA", spec);
    expect(await domain.referenceOf("AA", spec)).toMatchObject({ status: "Unlisted" });
  });

  test("K8: its origin is where the version entered the domain", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.publish("BB", "ours@1.0.0");
    await domain.install("AA", spec);
    await domain.install("AA", "ours@1.0.0");
    expect((await domain.referenceOf("AA", spec))?.origin).toStrictEqual({
      originType: "EXTERNAL",
      domainEntryPoint: { externalConnectionName: "public:npmjs" },
    });
    expect((await domain.referenceOf("AA", "ours@1.0.0"))?.origin).toStrictEqual({
      originType: "INTERNAL",
      domainEntryPoint: { repositoryName: "BB" },
    });
  });

  test("F6: its publish time is the public one; when it was retained is another time", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const publishedTime = Date.UTC(2020, 1, 2);
    domain.registry.add(spec, { publishedTime });
    await domain.install("CC", spec);
    domain.clock.advance(HOUR);
    await domain.install("AA", spec);
    expect(await domain.referenceOf("CC", spec)).toMatchObject({
      publishedTime,
      retainedTime: domain.clock.now() - HOUR,
    });
    expect(await domain.referenceOf("AA", spec)).toMatchObject({ publishedTime, retainedTime: domain.clock.now() });
  });

  test("A1, A3: its revision has the registry's whole manifest and the one asset package.tgz", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { manifest: { deprecated: "use another", dist: { signatures: [{ keyid: "k" }] } } });
    await domain.install("AA", spec);
    const revision = await domain.revisionOf("AA", spec);
    expect(revision.manifest).toStrictEqual({
      name: "lodash",
      version: "1.0.0",
      deprecated: "use another",
      dist: { signatures: [{ keyid: "k" }] },
    });
    expect(revision.assets.map(({ name, size }) => [name, size])).toStrictEqual([
      ["package.tgz", bytesOf(spec).byteLength],
    ]);
  });

  test("O3, O5: a package's first version leaves it closed to direct publishing and open to upstreams, here and at the connection", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.install("AA", spec);
    for (const repository of ["AA", "CC"]) {
      const { items } = await domain.resolver.listPackages({ repository });
      expect(items).toStrictEqual([
        {
          format: "npm",
          package: "lodash",
          originConfiguration: { restrictions: { publish: "BLOCK", upstream: "ALLOW" } },
        },
      ]);
    }
    expect((await domain.resolver.listPackages({ repository: "BB" })).items).toStrictEqual([]);
  });

  test("O1: origin controls set earlier are left as they are", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.setOriginControls("AA", "lodash", { publish: "ALLOW", upstream: "ALLOW" });
    await domain.install("AA", spec);
    const { items } = await domain.resolver.listPackages({ repository: "AA" });
    expect(items[0]?.originConfiguration.restrictions).toStrictEqual({ publish: "ALLOW", upstream: "ALLOW" });
  });
});

test("E7: nothing is ever sent outward but reads of packages and assets", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  const { resolver, registry } = domain;
  registry.add(spec);
  await domain.publish("AA", "ours@1.0.0");
  await domain.install("AA", spec);
  await domain.install("AA", "ours@1.0.0");
  const reads = [
    { method: "fetchPackage", registry: "https://npm.example.com/", subject: "lodash" },
    {
      method: "fetchAsset",
      registry: "https://npm.example.com/",
      subject: "https://npm.example.com/lodash/-/lodash-1.0.0.tgz",
    },
  ];
  expect(registry.requests).toStrictEqual(reads);
  await domain.setStatus("CC", spec, "Archived");
  await domain.deleteVersion("AA", spec);
  await domain.setTags("AA", "lodash", { mine: "1.0.0" });
  await resolver.disassociateExternalConnection("CC", "public:npmjs");
  await resolver.deleteRepository("AA");
  await resolver.collectGarbage({ gracePeriod: 0 });
  expect(registry.requests).toStrictEqual(reads);
});
