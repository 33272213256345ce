/** What becomes of retained references when things change upstream (K4, K9, U5, E6, R7, F1). */
import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const spec = "lodash@1.0.0";
const other = "lodash@2.0.0";

/** `team` has installed `lodash@1.0.0`, and has not installed `lodash@2.0.0`, which the domain holds as well. */
async function retained() {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec);
  domain.registry.add(other);
  await domain.install("team", spec);
  await domain.install("shared", other);
  return domain;
}

describe("a retained version stays available", () => {
  test("K4: after the upstream repository is deleted, with the public registry unreachable", async () => {
    const domain = await retained();
    await domain.resolver.deleteRepository("shared");
    domain.registry.goDown();
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect((await domain.restart().describeRepository("team")).upstreams).toStrictEqual([]);
    await expect(domain.install("team", other)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
  });

  test("K4, U5: after the upstream is disconnected, while everything behind it is out of reach at once", async () => {
    const domain = await retained();
    await domain.resolver.updateRepository({ repository: "team", upstreams: [] });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    await expect(domain.install("team", other)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
  });

  test("K4: after the version is deleted upstream", async () => {
    const domain = await retained();
    await domain.deleteVersion("npm-store", spec);
    domain.registry.remove("lodash");
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(["team"]);
  });

  test("K4, P5: after its status is changed upstream", async () => {
    const domain = await retained();
    await domain.setStatus("npm-store", spec, "Archived");
    expect(await domain.referenceOf("team", spec)).toMatchObject({ status: "Published" });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.listed("team", "lodash")).toContain("1.0.0");
    await expect(domain.install("shared", spec)).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
  });

  test("K4: with the bytes it was retained with, after it is edited upstream", async () => {
    const domain = await retained();
    await domain.publish("npm-store", spec, { bytes: bytesOf("an edited 1.0.0") });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect((await domain.install("shared", spec)).equals(bytesOf("an edited 1.0.0"))).toBe(true);
  });

  test("K4: after garbage is collected", async () => {
    const domain = await retained();
    await domain.resolver.deleteRepository("shared");
    await domain.resolver.deleteRepository("npm-store");
    await domain.resolver.collectGarbage({ gracePeriod: 0 });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("F1: while the public registry is down; a version that the domain does not hold is not available until it recovers", async () => {
    const domain = await retained();
    domain.registry.add("lodash@3.0.0");
    domain.registry.goDown();
    const restarted = domain.restart();
    await expect(
      restarted.fetchAsset("team", { ...packageNamed("lodash"), version: "3.0.0" }, "package.tgz"),
    ).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    domain.registry.recover();
    await domain.install("team", "lodash@3.0.0");
  });

  test("E6: after the connection is removed, which stops new versions from coming in", async () => {
    const domain = await retained();
    domain.registry.add("lodash@3.0.0");
    await domain.resolver.disassociateExternalConnection("npm-store", "public:npmjs");
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect((await domain.install("npm-store", spec)).equals(bytesOf(spec))).toBe(true);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "2.0.0"]);
    await expect(domain.install("team", "lodash@3.0.0")).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
  });
});

test("K9: a retained version that is deleted here but still exists upstream is retained again by the next request", async () => {
  const domain = await retained();
  await domain.deleteVersion("team", spec);
  expect(await domain.holders(spec)).toStrictEqual(["npm-store"]);
  await domain.install("team", spec);
  expect(await domain.holders(spec)).toStrictEqual(["npm-store", "team"]);
});

test("K7: a retained status changes apart from the upstream's, in both directions", async () => {
  const domain = await retained();
  await domain.setStatus("team", spec, "Archived");
  await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "PACKAGE_VERSION_REFUSED" });
  expect((await domain.install("shared", spec)).equals(bytesOf(spec))).toBe(true);
  await domain.setStatus("npm-store", spec, "Unlisted");
  await domain.setStatus("team", spec, "Published");
  expect(await domain.listed("team", "lodash")).toContain("1.0.0");
  expect(await domain.listed("npm-store", "lodash")).toStrictEqual(["2.0.0"]);
});

test("R7: a repository that is deleted and made again starts empty; what others retained stays with them", async () => {
  const domain = await retained();
  await domain.resolver.deleteRepository("team");
  await domain.resolver.createRepository({ repository: "team" });
  expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
  await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
  expect(await domain.holders(spec)).toStrictEqual(["npm-store"]);
  expect(await domain.holders(other)).toStrictEqual(["npm-store", "shared"]);
});
