import { describe, expect, test } from "vitest";
import { type BuiltResolver, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { OriginControls } from "../../src/package/origin-controls.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");
const BLOCK: OriginControls = { publish: "ALLOW", upstream: "BLOCK" };

describe("the versions that a client is shown", () => {
  test("L1, L2: are those of the repository, of its upstreams and of the public registry, as one", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0");
    await domain.publish("shared", "lodash@2.0.0");
    domain.registry.add("lodash@3.0.0");
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "2.0.0", "3.0.0"]);
    expect(await domain.listed("shared", "lodash")).toStrictEqual(["2.0.0", "3.0.0"]);
    expect(await domain.listed("npm-store", "lodash")).toStrictEqual(["3.0.0"]);
  });

  test.each(["Unlisted", "Archived", "Disposed", "Unfinished"] as const)(
    "L3, L4: do not include one that is %s here, though upstream and the public registry have it",
    async (status) => {
      const domain = await buildResolver({ repositories: CHAIN });
      await domain.publish("team", "lodash@1.0.0", { status });
      await domain.publish("shared", "lodash@1.0.0");
      domain.registry.add("lodash@1.0.0");
      domain.registry.add("lodash@1.1.0");
      expect(await domain.listed("team", "lodash")).toStrictEqual(["1.1.0"]);
      expect(await domain.listed("shared", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
    },
  );

  test("L4: have the metadata of the first repository in search order that holds them", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0");
    domain.registry.add("lodash@1.0.0", { manifest: { deprecated: "by the public registry" } });
    const { versions, external } = await (await domain.resolver.viewPackage("team", lodash)).load();
    expect(versions.get("1.0.0")).toMatchObject({
      repository: "shared",
      revision: await domain.revisionOf("shared", "lodash@1.0.0"),
    });
    expect(external?.versions).toStrictEqual(new Set());
  });

  test("L5: are the repository's own alone when the package blocks upstreams there", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { originControls: BLOCK });
    await domain.publish("shared", "lodash@2.0.0");
    domain.registry.add("lodash@3.0.0");
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("S7, L5: end at an intermediate repository in which the package blocks upstreams", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@2.0.0", { originControls: BLOCK });
    await domain.publish("npm-store", "lodash@3.0.0");
    expect(await domain.listed("team", "lodash")).toStrictEqual(["2.0.0"]);
  });

  test("Q6: are not retained by being shown", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.publish("shared", "lodash@2.0.0");
    await domain.listed("team", "lodash");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
    expect(await domain.holders("lodash@2.0.0")).toStrictEqual(["shared"]);
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
  });

  test("U6: of a diamond are counted once", async () => {
    const repositories = {
      team: { upstreams: ["left", "right"] },
      left: { upstreams: ["store"] },
      right: { upstreams: ["store"] },
      store: {},
    };
    const domain = await buildResolver({ repositories });
    await domain.publish("store", "lodash@1.0.0", { tags: ["latest"] });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
  });

  test("U2, U7: of a chain of 30 are those of the repository and 25 upstreams, and the answer says so", async () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]),
    );
    const domain = await buildResolver({ repositories });
    for (const index of [25, 26, 30]) await domain.publish(`r-${index}`, `lodash@${index}.0.0`);
    const view = await domain.resolver.viewPackage("r-0", lodash);
    expect(view.notices.map(({ code }) => code)).toStrictEqual(["SEARCH_LIMIT_REACHED"]);
    expect([...(await view.load()).versions.keys()]).toStrictEqual(["25.0.0"]);
  });

  test("U2: beyond the 25th are none, and the error says why", async () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]),
    );
    const domain = await buildResolver({ repositories });
    await domain.publish("r-30", "lodash@1.0.0");
    await expect(domain.listed("r-0", "lodash")).rejects.toMatchObject({
      code: "PACKAGE_NOT_FOUND",
      hint: expect.stringContaining("25") as string,
    });
  });

  test("S4: of a package that nobody has are an error that says where it was looked for", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({
      code: "PACKAGE_NOT_FOUND",
      details: { rule: "S4", searched: "team, shared, npm-store" },
    });
    await expect(domain.listed("nowhere", "lodash")).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });

  test("S4, S7: of a package that is blocked here and held nowhere are an error that names the block", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.setOriginControls("team", "lodash", BLOCK);
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({
      code: "PACKAGE_NOT_FOUND",
      hint: expect.stringContaining('"team" block') as string,
    });
  });
});

describe("F1: while the public registry is down", () => {
  async function outage(domain: BuiltResolver) {
    domain.clock.advance(5 * MINUTE);
    domain.registry.goDown();
    const view = await domain.resolver.viewPackage("team", lodash);
    const { versions, external, tags } = await view.load();
    return { notices: view.notices, shown: [...versions.keys(), ...(external?.versions ?? [])].toSorted(), tags };
  }

  test("only versions whose bytes the domain holds are shown, so that a range picks one of them; latest is the highest held release", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { upstreams: ["npm-store"] } } });
    for (const version of ["1.0.0", "1.1.0", "1.2.0-rc.1", "2.0.0"]) domain.registry.add(`lodash@${version}`);
    domain.registry.tag("lodash", { latest: "2.0.0", next: "2.0.0", old: "1.0.0" });
    await domain.install("team", "lodash@1.0.0");
    await domain.install("other", "lodash@1.1.0");
    await domain.install("team", "lodash@1.2.0-rc.1");
    expect(await outage(domain)).toStrictEqual({
      notices: [
        {
          code: "EXTERNAL_REGISTRY_UNREACHABLE",
          message: expect.stringMatching(/^team: public:npmjs could not be asked; lodash lists only/) as string,
        },
      ],
      shown: ["1.0.0", "1.1.0", "1.2.0-rc.1"],
      tags: { latest: "1.1.0", old: "1.0.0" },
    });
  });

  test("a package of which references are held but no metadata is shown by its references", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0");
    expect(await outage(domain)).toMatchObject({
      shown: ["1.0.0"],
      tags: { latest: "1.0.0" },
      notices: [{ code: "EXTERNAL_REGISTRY_UNREACHABLE" }],
    });
  });

  test("what is Archived is not shown again because the registry's word lists it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const version of ["1.0.0", "1.1.0"]) {
      domain.registry.add(`lodash@${version}`);
      await domain.install("team", `lodash@${version}`);
    }
    await domain.setStatus("team", "lodash@1.1.0", "Archived");
    expect((await outage(domain)).shown).toStrictEqual(["1.0.0"]);
  });

  test("every version that is shown can be installed", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { externalConnection: "public:npmjs" } } });
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) domain.registry.add(`lodash@${version}`);
    await domain.install("team", "lodash@1.0.0");
    await domain.install("other", "lodash@1.1.0");
    const { shown } = await outage(domain);
    expect(shown).toStrictEqual(["1.0.0", "1.1.0"]);
    for (const version of shown) await domain.install("team", `lodash@${version}`);
  });
});

describe("a registry that fails", () => {
  const TWO = {
    team: { upstreams: ["first", "second"] },
    first: { externalConnection: "public:npmjs" },
    second: { externalConnection: "public:npmjs" },
  };

  test.each(["EXTERNAL_REGISTRY_REFUSED", "EXTERNAL_REGISTRY_FAILED"] as const)(
    "S6: with %s never falls through to the next connected repository",
    async (code) => {
      const domain = await buildResolver({ repositories: TWO });
      domain.registry.add("lodash@1.0.0");
      domain.registry.failOnce(code);
      await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code });
      expect(domain.registry.requests).toHaveLength(1);
    },
  );

  test("S6: leaves what repositories hold, with a notice, and still asks nobody else", async () => {
    const domain = await buildResolver({ repositories: TWO });
    domain.registry.add("lodash@1.0.0");
    await domain.publish("second", "lodash@0.1.0");
    domain.registry.failOnce("EXTERNAL_REGISTRY_REFUSED");
    const view = await domain.resolver.viewPackage("team", lodash);
    expect(view.notices).toHaveLength(1);
    expect((await view.load()).external).toBeUndefined();
    expect(domain.registry.requests).toHaveLength(1);
  });

  test("with a document that cannot be read is an error, not an empty package", async () => {
    const domain = await buildResolver({ repositories: TWO });
    domain.registry.answerWith("lodash", Buffer.from("[1, 2"));
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_INVALID_ANSWER" });
  });
});

test("a reference whose content is missing from the store is an error that names it", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  await domain.publish("shared", "lodash@1.0.0");
  const { id } = await domain.revisionOf("shared", "lodash@1.0.0");
  await domain.references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
  await expect(domain.listed("team", "lodash")).rejects.toMatchObject({
    code: "STORE_CORRUPT",
    details: { repository: "shared", package: "lodash", version: coordinateOf("lodash@1.0.0").version },
  });
});
