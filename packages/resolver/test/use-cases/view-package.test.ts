import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { OriginControls } from "../../src/package/origin-controls.ts";

const CHAIN = { team: { upstreams: ["shared"] }, shared: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
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
    expect(versions.get("1.0.0")).toMatchObject({ repository: "shared", revision: await domain.revisionOf("shared", "lodash@1.0.0") });
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
    const repositories = { team: { upstreams: ["left", "right"] }, left: { upstreams: ["store"] }, right: { upstreams: ["store"] }, store: {} };
    const domain = await buildResolver({ repositories });
    await domain.publish("store", "lodash@1.0.0", { tags: ["latest"] });
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
  });

  test("U2, U7: of a chain of 30 are those of the repository and 25 upstreams, and the answer says so", async () => {
    const repositories = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]));
    const domain = await buildResolver({ repositories });
    for (const index of [25, 26, 30]) await domain.publish(`r-${index}`, `lodash@${index}.0.0`);
    const view = await domain.resolver.viewPackage("r-0", lodash);
    expect(view.notices.map(({ code }) => code)).toStrictEqual(["SEARCH_LIMIT_REACHED"]);
    expect([...(await view.load()).versions.keys()]).toStrictEqual(["25.0.0"]);
  });

  test("U2: beyond the 25th are none, and the error says why", async () => {
    const repositories = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]));
    const domain = await buildResolver({ repositories });
    await domain.publish("r-30", "lodash@1.0.0");
    await expect(domain.listed("r-0", "lodash")).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND", hint: expect.stringContaining("25") as string });
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
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND", hint: expect.stringContaining('"team" block') as string });
  });
});

describe("the dist-tags that a client is shown", () => {
  const ONE_UP = { team: { upstreams: ["up"] }, up: {} };

  test("T1, T2: are the union of all levels, the most upstream value winning, the public registry last of all", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { tags: ["latest", "mine"] });
    await domain.publish("shared", "lodash@2.0.0", { tags: ["latest", "ours"] });
    domain.registry.add("lodash@3.0.0", { tags: ["latest", "next"] });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "3.0.0", mine: "1.0.0", ours: "2.0.0", next: "3.0.0" });
  });

  test("T2, S6: of a repository's own connection yield to those of its upstreams", async () => {
    const domain = await buildResolver({ repositories: { team: { upstreams: ["up"], externalConnection: "public:npmjs" }, up: {} } });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest"] });
    domain.registry.add("lodash@2.0.0", { tags: ["latest"] });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
  });

  test("T4: still say 1.0.1 after 1.0.2 was published here, while the upstream says 1.0.1; only the exact version reaches it", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.1", { tags: ["latest"] });
    await domain.publish("team", "lodash@1.0.1", { tags: ["latest"] });
    await domain.publish("team", "lodash@1.0.2", { tags: ["latest"] });
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ latest: "1.0.2" });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.1" });
    await domain.install("team", "lodash@1.0.2");
  });

  test("T3: are merged for the answer alone; the stored ones stay as they are", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest"] });
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest"] });
    await domain.tags("team", "lodash");
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ latest: "2.0.0" });
    expect(await domain.resolver.getPackageTags("up", lodash)).toStrictEqual({ latest: "1.0.0" });
  });

  test("T7: are the repository's own alone when the package blocks upstreams there", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest", "theirs"] });
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest"], originControls: BLOCK });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "2.0.0" });
  });

  test("L3: never name a version that is not shown; without a latest the highest release is latest", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    await domain.publish("team", "lodash@1.0.0");
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest", "old"], status: "Archived" });
    await domain.publish("team", "lodash@1.1.0-beta.1");
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
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
      notices: [{ code: "EXTERNAL_REGISTRY_UNREACHABLE", message: expect.stringMatching(/^team: public:npmjs could not be asked; lodash lists only/) as string }],
      shown: ["1.0.0", "1.1.0", "1.2.0-rc.1"],
      tags: { latest: "1.1.0", old: "1.0.0" },
    });
  });

  test("a package of which references are held but no metadata is shown by its references", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0");
    expect(await outage(domain)).toMatchObject({ shown: ["1.0.0"], tags: { latest: "1.0.0" }, notices: [{ code: "EXTERNAL_REGISTRY_UNREACHABLE" }] });
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
  const TWO = { team: { upstreams: ["first", "second"] }, first: { externalConnection: "public:npmjs" }, second: { externalConnection: "public:npmjs" } };

  test.each(["EXTERNAL_REGISTRY_REFUSED", "EXTERNAL_REGISTRY_FAILED"] as const)("S6: with %s never falls through to the next connected repository", async (code) => {
    const domain = await buildResolver({ repositories: TWO });
    domain.registry.add("lodash@1.0.0");
    domain.registry.failOnce(code);
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code });
    expect(domain.registry.requests).toHaveLength(1);
  });

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

describe("the fingerprint of a view", () => {
  const fingerprint = async ({ resolver }: Pick<BuiltResolver, "resolver">): Promise<string> => (await resolver.viewPackage("team", lodash)).fingerprint;

  async function seen(): Promise<BuiltResolver> {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: {} } });
    domain.registry.add("lodash@1.0.0");
    domain.registry.add("lodash@2.0.0");
    await domain.install("team", "lodash@1.0.0");
    return domain;
  }

  test("stays while nothing changes, also in another process and after a revalidation", async () => {
    const domain = await seen();
    const first = await fingerprint(domain);
    expect(await fingerprint({ resolver: domain.restart() })).toBe(first);
    domain.clock.advance(5 * MINUTE);
    expect(await fingerprint(domain)).toBe(first);
    await domain.publish("other", "lodash@9.0.0");
    await domain.publish("team", "express@1.0.0");
    expect(await fingerprint(domain)).toBe(first);
  });

  const changes: readonly (readonly [string, (domain: BuiltResolver) => Promise<unknown> | void])[] = [
    ["a version is installed", (domain) => domain.install("team", "lodash@2.0.0")],
    ["a version is published upstream", (domain) => domain.publish("shared", "lodash@1.5.0")],
    ["a status changes", (domain) => domain.setStatus("team", "lodash@1.0.0", "Archived")],
    ["a version is deleted", (domain) => domain.deleteVersion("npm-store", "lodash@1.0.0")],
    ["a tag changes", (domain) => domain.setTags("shared", "lodash", { latest: "1.0.0" })],
    ["an origin control changes", (domain) => domain.setOriginControls("shared", "lodash", BLOCK)],
    ["the upstreams change", (domain) => domain.resolver.updateRepository({ repository: "team", upstreams: ["other", "shared"] })],
    ["the connection is removed", (domain) => domain.resolver.disassociateExternalConnection("npm-store", "public:npmjs")],
    [
      "the registry offers a new version",
      (domain) => {
        domain.registry.add("lodash@3.0.0");
        domain.clock.advance(5 * MINUTE);
      },
    ],
    [
      "the registry goes down",
      (domain) => {
        domain.registry.goDown();
        domain.clock.advance(5 * MINUTE);
      },
    ],
  ];
  test.each(changes)("changes when %s", async (_, change) => {
    const domain = await seen();
    const before = await fingerprint(domain);
    await change(domain);
    expect(await fingerprint(domain)).not.toBe(before);
  });

  test("of content that a change overtook is never that of the changed content", async () => {
    const { references } = createMemoryStores();
    let overtake: (() => Promise<void>) | undefined;
    const fingerprintOf: typeof references.fingerprint = async (of) => {
      const run = overtake;
      overtake = undefined;
      await run?.();
      return references.fingerprint(of);
    };
    const domain = await buildResolver({ repositories: { team: {} }, stores: { references: { ...references, fingerprint: fingerprintOf } } });
    await domain.publish("team", "lodash@1.0.0", { tags: ["beta"] });
    overtake = () => domain.setTags("team", "lodash", { stable: "1.0.0" });
    const overtaken = await domain.resolver.viewPackage("team", lodash);
    const current = await domain.resolver.viewPackage("team", lodash);
    expect((await current.load()).tags).toHaveProperty("stable");
    expect((await overtaken.load()).tags).not.toHaveProperty("stable");
    expect(overtaken.fingerprint).not.toBe(current.fingerprint);
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
