/** Lists of what a repository stores, by pages (L8-L12). */
import { describe, expect, test } from "vitest";
import { HOUR, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const lodash = packageNamed("lodash");
const spec = "lodash@1.0.0";

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

  test.each([
    ["publish", "ALLOW", ["free", "ours"]],
    ["publish", "BLOCK", ["theirs"]],
    ["upstream", "ALLOW", ["free", "theirs"]],
    ["upstream", "BLOCK", ["ours"]],
  ] as const)("with %s=%s lists the packages whose own controls say so", async (control, value, expected) => {
    const domain = await buildResolver({ repositories: { team: {} } });
    const controls = {
      ours: { publish: "ALLOW", upstream: "BLOCK" },
      theirs: { publish: "BLOCK", upstream: "ALLOW" },
      free: { publish: "ALLOW", upstream: "ALLOW" },
    } as const;
    for (const [name, originControls] of Object.entries(controls))
      await domain.publish("team", `${name}@1.0.0`, { originControls });
    const { items } = await domain.resolver.listPackages({ repository: "team", [control]: value });
    expect(items.map((each) => each.package).toSorted()).toStrictEqual(expected);
  });

  test("L11: with a namespace alone is refused", async () => {
    const resolver = await withPackages();
    await expect(resolver.listPackages({ repository: "team", namespace: "acme" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      details: { rule: "L11" },
    });
  });

  test("L12: gives 100 a page by default, and every package once, while others are added", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    const before = Array.from({ length: 230 }, (_, index) => `p-${index}`);
    const record = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
    const put = (name: string) =>
      ({
        type: "put",
        key: { type: "package", repository: "team", package: packageNamed(name) },
        value: record,
      }) as const;
    await domain.references.commit(before.map(put));
    const seen: string[] = [];
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await domain.resolver.listPackages({
        repository: "team",
        ...(nextToken === undefined ? {} : { nextToken }),
      });
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
    const second = await resolver.listPackages({
      repository: "team",
      packagePrefix: "u",
      maxResults: 1,
      nextToken: first.nextToken ?? "",
    });
    expect([...first.items, ...second.items].map(display).toSorted()).toStrictEqual(["@acme/ui", "@other/ui"]);
    const both = await resolver.listPackages({ repository: "team", packagePrefix: "u", maxResults: 2 });
    expect(both.items).toHaveLength(2);
    await expect(resolver.listPackages({ repository: "team", nextToken: "not-a-token" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await expect(resolver.listPackages({ repository: "team", maxResults: 0 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("listing the versions of a package", () => {
  async function withVersions() {
    const domain = await buildResolver({ repositories: CHAIN });
    const versions = {
      "1.0.0": "Published",
      "1.1.0": "Unlisted",
      "1.2.0": "Archived",
      "1.3.0": "Disposed",
      "1.4.0": "Unfinished",
    } as const;
    for (const [version, status] of Object.entries(versions)) {
      domain.clock.advance(HOUR);
      await domain.publish("team", `lodash@${version}`, { status });
    }
    return domain;
  }
  const versionsOf = (list: { readonly items: readonly { readonly version: string }[] }): readonly string[] =>
    list.items.map(({ version }) => version);

  test("L8: without a status gives every one; with a status that one", async () => {
    const { resolver } = await withVersions();
    const list = (filter: object) => resolver.listPackageVersions({ repository: "team", package: lodash, ...filter });
    expect(versionsOf(await list({})).toSorted()).toStrictEqual(["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"]);
    for (const [version, status] of [
      ["1.1.0", "Unlisted"],
      ["1.3.0", "Disposed"],
    ]) {
      const { items } = await list({ status });
      expect(items).toMatchObject([{ version, status }]);
    }
  });

  test("L9: sorted by PUBLISHED_TIME is newest first, over pages too", async () => {
    const { resolver } = await withVersions();
    const list = (page: object) =>
      resolver.listPackageVersions({
        repository: "team",
        package: lodash,
        sortBy: "PUBLISHED_TIME",
        maxResults: 2,
        ...page,
      });
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
    expect(
      (await domain.resolver.listPackageVersions({ repository: "team", package: lodash, nextToken: nextToken ?? "" }))
        .items,
    ).toHaveLength(1);
  });

  test("by origin tells what came from outside from what was published here (K8)", async () => {
    const domain = await withVersions();
    domain.registry.add("lodash@2.0.0");
    await domain.install("team", "lodash@2.0.0");
    const list = (originType: "INTERNAL" | "EXTERNAL" | "UNKNOWN") =>
      domain.resolver.listPackageVersions({ repository: "team", package: lodash, originType });
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
      expect(
        (await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).defaultDisplayVersion,
      ).toBe("0.9.0");
    }
  });

  test("L10: names no default while nothing is Published", async () => {
    const domain = await withVersions();
    await domain.setStatus("team", "lodash@1.0.0", "Archived");
    expect(await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).not.toHaveProperty(
      "defaultDisplayVersion",
    );
  });

  test("of a package whose versions were all deleted gives none (L13)", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", spec);
    await domain.deleteVersion("team", spec);
    expect(await domain.resolver.listPackageVersions({ repository: "team", package: lodash })).toStrictEqual({
      items: [],
    });
  });
});
