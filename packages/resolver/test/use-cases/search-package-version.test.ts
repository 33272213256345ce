import { describe, expect, test } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { searchPackageVersion } from "../../src/use-cases/search-package-version.ts";

const spec = "lodash@1.0.0";
const search = ({ references }: BuiltResolver, repository: string) =>
  searchPackageVersion(references, repository, coordinateOf(spec));

/** The graph of the worked example of S3, with names that repositories may have. */
const WORKED_EXAMPLE = {
  my_repo: { upstreams: ["AA", "BB"] },
  AA: { upstreams: ["CC", "DD"] },
  BB: {},
  CC: {},
  DD: { upstreams: ["EE"] },
  EE: {},
};

describe("the search for a version", () => {
  test("Q1: ends at the requested repository when that holds it", async () => {
    const domain = await buildResolver({ repositories: WORKED_EXAMPLE });
    for (const repository of ["my_repo", "AA"]) await domain.publish(repository, spec);
    expect(await search(domain, "my_repo")).toMatchObject({
      type: "held",
      repository: "my_repo",
      steps: [{ repository: "my_repo", found: "Published", blocksUpstream: false }],
    });
  });

  test("S2, S3: ends at the first repository in depth-first order that has it: E before B", async () => {
    const domain = await buildResolver({ repositories: WORKED_EXAMPLE });
    for (const repository of ["BB", "EE"]) await domain.publish(repository, spec);
    const outcome = await search(domain, "my_repo");
    expect(outcome).toMatchObject({ type: "held", repository: "EE" });
    expect(outcome.steps.map((step) => [step.repository, step.found])).toStrictEqual([
      ["my_repo", "absent"],
      ["AA", "absent"],
      ["CC", "absent"],
      ["DD", "absent"],
      ["EE", "Published"],
    ]);
  });

  test("Q2: finds an Unlisted version upstream", async () => {
    const domain = await buildResolver({ repositories: WORKED_EXAMPLE });
    await domain.publish("BB", spec, { status: "Unlisted" });
    expect(await search(domain, "my_repo")).toMatchObject({ type: "held", repository: "BB" });
  });

  test.each(["Archived", "Disposed", "Unfinished"] as const)(
    "S5: ends with a refusal at the first repository that has it %s, though a later one has it Published",
    async (status) => {
      const domain = await buildResolver({ repositories: WORKED_EXAMPLE });
      await domain.publish("CC", spec, { status });
      await domain.publish("EE", spec);
      expect(await search(domain, "my_repo")).toMatchObject({
        type: "refused",
        repository: "CC",
        error: { code: "PACKAGE_VERSION_REFUSED", details: { rule: "S5", repository: "CC", status } },
      });
    },
  );

  test("Q3, S6: names the connections to ask, in order, only after every repository was searched", async () => {
    const repositories = {
      team: { upstreams: ["npm-store", "late"], externalConnection: "public:npmjs" },
      "npm-store": { externalConnection: "public:npmjs" },
      late: {},
    };
    const domain = await buildResolver({ repositories });
    expect(await search(domain, "team")).toMatchObject({
      type: "absent",
      connected: [
        { repository: "team", connection: "public:npmjs" },
        { repository: "npm-store", connection: "public:npmjs" },
      ],
    });
    await domain.publish("late", spec);
    expect(await search(domain, "team")).toMatchObject({ type: "held", repository: "late" });
  });

  test("S7: does not go past a repository that blocks the package", async () => {
    const domain = await buildResolver({ repositories: WORKED_EXAMPLE });
    await domain.publish("EE", spec);
    await domain.setOriginControls("DD", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    const outcome = await search(domain, "my_repo");
    expect(outcome).toMatchObject({ type: "absent", connected: [] });
    expect(outcome.steps.at(-1)).toStrictEqual({ repository: "DD", found: "absent", blocksUpstream: true });
  });

  test("U2, U7: finds in the 25th upstream, and not in the 26th", async () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`r-${index}`, { upstreams: index === 30 ? [] : [`r-${index + 1}`] }]),
    );
    const domain = await buildResolver({ repositories });
    await domain.publish("r-26", spec);
    expect((await search(domain, "r-0")).type).toBe("absent");
    await domain.publish("r-25", spec);
    expect(await search(domain, "r-0")).toMatchObject({ type: "held", repository: "r-25" });
  });
});
