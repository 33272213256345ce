import { describe, expect, test } from "vitest";
import { type BuiltResolver, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");

/** A format's way to choose, as simple as can be: a tag, an exact version, or `*` for the last listed. */
const select = (
  wanted: string,
  versions: readonly string[],
  tags: Readonly<Record<string, string>>,
): string | undefined =>
  tags[wanted] ?? (wanted === "*" ? versions.toSorted().at(-1) : versions.find((version) => version === wanted));
const explain = ({ resolver }: BuiltResolver, wanted: string, repository = "team") =>
  resolver.explain(repository, lodash, wanted, select);

describe("explaining a version", () => {
  test("Q1: that the repository holds names it as the source and keeps nothing more", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0");
    expect(await explain(domain, "1.0.0")).toStrictEqual({
      repository: "team",
      package: lodash,
      wanted: "1.0.0",
      version: "1.0.0",
      steps: [{ repository: "team", found: "Published", blocksUpstream: false }],
      source: { type: "repository", repository: "team" },
      holds: ["team"],
      wouldKeep: [],
      notices: [],
    });
  });

  test("Q2, K1, K2: that is upstream tells every repository searched and that only the requested one would keep it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("npm-store", "lodash@1.0.0");
    expect(await explain(domain, "*")).toMatchObject({
      version: "1.0.0",
      steps: [
        { repository: "team", found: "absent" },
        { repository: "shared", found: "absent" },
        { repository: "npm-store", found: "Published", externalConnection: "public:npmjs" },
      ],
      source: { type: "repository", repository: "npm-store" },
      holds: ["npm-store"],
      wouldKeep: ["team"],
    });
  });

  test("Q3, K3: that the public registry has names the connection and both that would keep it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0", { tags: ["latest"] });
    expect(await explain(domain, "latest")).toMatchObject({
      version: "1.0.0",
      source: { type: "external", repository: "npm-store", connection: "public:npmjs" },
      holds: [],
      wouldKeep: ["npm-store", "team"],
    });
  });

  test("Q6: writes no reference, and what it says would be kept is what a fetch then keeps", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    const { wouldKeep } = await explain(domain, "1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(wouldKeep);
    expect(await explain(domain, "1.0.0")).toMatchObject({ wouldKeep: [], holds: ["npm-store", "team"] });
  });

  test("names every repository of the domain that holds it, also beyond the walk", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, elsewhere: {} } });
    for (const repository of ["elsewhere", "shared"]) await domain.publish(repository, "lodash@1.0.0");
    expect((await explain(domain, "1.0.0")).holds).toStrictEqual(["elsewhere", "shared"]);
  });

  test("that is Unlisted: it is given out to whoever names it exactly", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0", { status: "Unlisted" });
    await domain.publish("shared", "lodash@0.9.0");
    expect(await explain(domain, "1.0.0")).toMatchObject({ version: "1.0.0", source: { repository: "shared" } });
    expect(await explain(domain, "*")).toMatchObject({ version: "0.9.0" });
  });
});

describe("explaining a refusal", () => {
  test("S5: of an Archived version says where it is Archived, though a repository further on has it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0", { status: "Archived" });
    await domain.publish("npm-store", "lodash@1.0.0");
    const explanation = await explain(domain, "1.0.0");
    expect(explanation).toMatchObject({
      refusal: { code: "PACKAGE_VERSION_REFUSED", details: { repository: "shared", status: "Archived" } },
      wouldKeep: [],
      holds: ["npm-store", "shared"],
    });
    expect(explanation.steps.map(({ repository }) => repository)).toStrictEqual(["team", "shared"]);
    expect(explanation).not.toHaveProperty("source");
  });

  test.each(["*", "latest", "next"])(
    "S5: of a package whose only version is Archived tells that version, for %s as for the version itself",
    async (wanted) => {
      const domain = await buildResolver({ repositories: CHAIN });
      await domain.publish("shared", "lodash@1.0.0", { status: "Archived", tags: ["next"] });
      const explanation = await explain(domain, wanted);
      expect(explanation).toStrictEqual({ ...(await explain(domain, "1.0.0")), wanted });
      expect(explanation).toMatchObject({
        refusal: { code: "PACKAGE_VERSION_REFUSED", details: { repository: "shared", status: "Archived" } },
        steps: [
          { repository: "team", found: "absent" },
          { repository: "shared", found: "Archived" },
        ],
        holds: ["shared"],
      });
    },
  );

  test("S5: of a tag that names an Archived version tells so, and what may be chosen is chosen before", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { tags: ["latest"] });
    await domain.publish("team", "lodash@2.0.0", { status: "Archived", tags: ["next"] });
    expect((await explain(domain, "next")).refusal?.details).toMatchObject({ version: "2.0.0", status: "Archived" });
    expect(await explain(domain, "*")).toMatchObject({ version: "1.0.0", source: { repository: "team" } });
  });

  test("L3: of a package whose only version is Unlisted says that it is not chosen, only given out by its name", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "lodash@1.0.0", { status: "Unlisted" });
    const explanation = await explain(domain, "*");
    expect(explanation).toMatchObject({
      refusal: { code: "PACKAGE_VERSION_REFUSED", details: { repository: "shared", status: "Unlisted" } },
      holds: ["shared"],
      wouldKeep: [],
    });
    expect(explanation).not.toHaveProperty("version");
    expect(explanation).not.toHaveProperty("source");
  });

  test("S4: of a package that nobody has says that it was not found and where", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const explanation = await explain(domain, "^1");
    expect(explanation).toMatchObject({ refusal: { code: "PACKAGE_NOT_FOUND" }, holds: [], wouldKeep: [] });
    expect(explanation.steps).toHaveLength(3);
    expect(explanation).not.toHaveProperty("version");
  });

  test("S4: of a version that nobody has, of a package that is known", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    expect(await explain(domain, "9.9.9")).toMatchObject({
      refusal: { code: "PACKAGE_VERSION_NOT_FOUND" },
      wouldKeep: [],
    });
  });

  test("S7: of a blocked package names the repository that blocks", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.setOriginControls("shared", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    const explanation = await explain(domain, "1.0.0");
    expect(explanation.refusal?.hint).toContain('"shared"');
    expect(explanation.refusal?.details).toMatchObject({ rule: "S7" });
    expect(explanation.steps.at(-1)).toMatchObject({ repository: "shared", blocksUpstream: true });
  });

  test("PG11, PG19: of what a package group keeps out names the group, the repository and the rule", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.resolver.createPackageGroup({ packageGroup: "/npm//lodash$" });
    await domain.resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm//lodash$",
      restrictions: { EXTERNAL_UPSTREAM: "BLOCK" },
    });
    const explanation = await explain(domain, "1.0.0");
    expect(explanation).toMatchObject({
      packageGroup: { pattern: "/npm//lodash$", associationType: "STRONG" },
      refusal: { details: { rule: "PG19" }, hint: expect.stringContaining("EXTERNAL_UPSTREAM=BLOCK") as string },
      wouldKeep: [],
    });
    expect(explanation.steps.at(-1)).toMatchObject({
      repository: "npm-store",
      keepsOut: expect.stringContaining("PG19") as string,
    });
    domain.registry.add("1odash@1.0.0");
    const lookAlike = await domain.resolver.explain("team", packageNamed("1odash"), "1.0.0", select);
    expect(lookAlike).toMatchObject({
      packageGroup: { pattern: "/npm//lodash$", associationType: "WEAK" },
      refusal: { details: { rule: "PG11" } },
      steps: [{ repository: "team", keepsOut: expect.stringContaining("PG11") as string }],
    });
  });

  test("of an unknown repository is an error", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await expect(explain(domain, "1.0.0", "nowhere")).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});

describe("explaining with a limit or an outage", () => {
  const chainOf30 = Object.fromEntries(
    Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]),
  );

  test.each([
    ["found before it", "r-25", "1.0.0"],
    ["held only beyond it", "r-26", undefined],
  ])("U2, U7: says that the search ended at the 25th upstream, of a version %s", async (_, holder, version) => {
    const domain = await buildResolver({ repositories: chainOf30 });
    await domain.publish(holder, "lodash@1.0.0");
    const explanation = await explain(domain, "1.0.0", "r-0");
    expect(explanation.version).toBe(version);
    expect(explanation.notices).toStrictEqual([
      { code: "SEARCH_LIMIT_REACHED", message: expect.stringContaining("25") as string },
    ]);
    expect(explanation.steps).toHaveLength(26);
    expect(explanation.holds).toStrictEqual([holder]);
  });

  test("F1: chooses among held versions while the registry is down, and says so", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    domain.registry.add("lodash@2.0.0", { tags: ["latest"] });
    await domain.install("team", "lodash@1.0.0");
    domain.registry.goDown();
    domain.clock.advance(5 * MINUTE);
    expect(await explain(domain, "latest")).toMatchObject({
      version: "1.0.0",
      source: { type: "repository", repository: "team" },
      notices: [{ code: "EXTERNAL_REGISTRY_UNREACHABLE" }],
    });
  });

  test("F1: tells the outage as the reason when nothing is known of the package", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.goDown();
    expect(await explain(domain, "latest")).toMatchObject({
      refusal: { code: "EXTERNAL_REGISTRY_UNREACHABLE" },
      wouldKeep: [],
    });
  });
});
