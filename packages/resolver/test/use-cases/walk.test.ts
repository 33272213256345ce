import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { ReferenceStore } from "../../src/ports/reference-store.ts";
import { connectedRepositories, planWalk } from "../../src/use-cases/walk.ts";

const lodash = packageNamed("lodash");
const names = (walk: Awaited<ReturnType<typeof planWalk>>): readonly string[] =>
  walk.repositories.map(({ repository }) => repository.name);
const chain = (length: number) =>
  Object.fromEntries(
    Array.from({ length: length + 1 }, (_, index) => [
      `r-${index}`,
      { upstreams: index === length ? [] : [`r-${index + 1}`] },
    ]),
  );

describe("the walk of one request", () => {
  test("S1, S3: is the worked example's: my_repo, A, C, D, E, B", async () => {
    const repositories = {
      my_repo: { upstreams: ["AA", "BB"] },
      AA: { upstreams: ["CC", "DD"] },
      BB: {},
      CC: {},
      DD: { upstreams: ["EE"] },
      EE: {},
    };
    const { references } = await buildResolver({ repositories });
    expect(names(await planWalk(references, "my_repo", lodash))).toStrictEqual([
      "my_repo",
      "AA",
      "CC",
      "DD",
      "EE",
      "BB",
    ]);
  });

  test("PG22: reads the groups' mark with the packages, as one question to the store, and sees a group's next change", async () => {
    const { references, resolver } = await buildResolver({
      repositories: { team: { upstreams: ["shared"] }, shared: {} },
    });
    await resolver.createPackageGroup({ packageGroup: "/npm/*" });
    const asked: string[] = [];
    const counted: ReferenceStore = {
      ...references,
      get(key) {
        asked.push(key.type);
        return references.get(key);
      },
      getMany(keys) {
        asked.push([...new Set(keys.map(({ type }) => type))].toSorted().join("+"));
        return references.getMany(keys);
      },
    };
    await planWalk(counted, "team", lodash);
    expect(asked.filter((types) => types.includes("groups") || types.includes("package"))).toEqual(["groups+package"]);
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/*",
      restrictions: { INTERNAL_UPSTREAM: "BLOCK" },
    });
    const { admission } = await planWalk(counted, "team", lodash);
    expect(admission.refusal("copied", "team", lodash, undefined)).toMatchObject({ code: "ACCESS_DENIED" });
  });

  test("U6: visits each repository of a diamond once", async () => {
    const repositories = {
      team: { upstreams: ["left", "right"] },
      left: { upstreams: ["store"] },
      right: { upstreams: ["store"] },
      store: {},
    };
    const { references } = await buildResolver({ repositories });
    expect(names(await planWalk(references, "team", lodash))).toStrictEqual(["team", "left", "store", "right"]);
  });

  test("S7: ends at the first repository whose upstream control blocks the package, and at that package only", async () => {
    const repositories = { team: { upstreams: ["shared"] }, shared: { upstreams: ["npm-store"] }, "npm-store": {} };
    const { references, setOriginControls } = await buildResolver({ repositories });
    await setOriginControls("shared", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    expect(names(await planWalk(references, "team", lodash))).toStrictEqual(["team", "shared"]);
    expect(names(await planWalk(references, "team", packageNamed("express")))).toStrictEqual([
      "team",
      "shared",
      "npm-store",
    ]);
    expect(names(await planWalk(references, "team", packageNamed("@scope/lodash")))).toHaveLength(3);
  });

  test("U2, U7: says when more than 25 upstreams are reachable, and which limit it kept", async () => {
    const { references } = await buildResolver({ repositories: chain(30) });
    const walk = await planWalk(references, "r-0", lodash);
    expect(names(walk)).toHaveLength(26);
    expect(walk.notices).toStrictEqual([
      { code: "SEARCH_LIMIT_REACHED", message: expect.stringMatching(/^r-0: more than 25 .* lodash/) as string },
    ]);
  });

  test("U2, U7: has nothing to say of 25 upstreams", async () => {
    const { references } = await buildResolver({ repositories: chain(25) });
    expect((await planWalk(references, "r-0", lodash)).notices).toStrictEqual([]);
  });

  test("S7: has nothing to say of the limit when a block ends it earlier", async () => {
    const { references, setOriginControls } = await buildResolver({ repositories: chain(30) });
    await setOriginControls("r-3", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    const walk = await planWalk(references, "r-0", lodash);
    expect(names(walk)).toStrictEqual(["r-0", "r-1", "r-2", "r-3"]);
    expect(walk.notices).toStrictEqual([]);
  });

  test("begins at a repository that exists", async () => {
    const { references } = await buildResolver({ repositories: {} });
    await expect(planWalk(references, "team", lodash)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});

describe("the connections that a walk may use", () => {
  const repositories = {
    team: { upstreams: ["npm-store", "pypi-store", "npm-other"] },
    "npm-store": { externalConnection: "public:npmjs" },
    "pypi-store": { externalConnection: "public:pypi" },
    "npm-other": { externalConnection: "public:npmjs" },
  };

  test("E3, E4: are those of every repository on the way, in order, of the package's format", async () => {
    const { references } = await buildResolver({ repositories });
    const walk = await planWalk(references, "team", lodash);
    expect(connectedRepositories(walk, "npm")).toStrictEqual([
      { repository: "npm-store", connection: "public:npmjs" },
      { repository: "npm-other", connection: "public:npmjs" },
    ]);
    expect(connectedRepositories(walk, "pypi")).toStrictEqual([
      { repository: "pypi-store", connection: "public:pypi" },
    ]);
    expect(connectedRepositories(walk, "cargo")).toStrictEqual([]);
  });

  test("S7: do not include the connection of the repository that blocks the package", async () => {
    const { references, setOriginControls } = await buildResolver({ repositories });
    await setOriginControls("npm-store", "lodash", { publish: "ALLOW", upstream: "BLOCK" });
    expect(connectedRepositories(await planWalk(references, "team", lodash), "npm")).toStrictEqual([]);
  });
});
