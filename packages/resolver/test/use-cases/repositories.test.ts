import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { HOUR, buildResolver } from "../../../../test/kit/resolver-builder.ts";

const NONE = { repositories: {} };

describe("creating a repository", () => {
  test("R4: its administrator is the domain's owner unless another account is named", async () => {
    const { resolver, clock } = await buildResolver(NONE);
    expect(await resolver.createRepository({ repository: "team", description: "Ours" })).toStrictEqual({
      name: "team",
      administratorAccount: "111122223333",
      domainName: "acme",
      domainOwner: "111122223333",
      arn: "arn:aws:codeartifact:local:111122223333:repository/acme/team",
      description: "Ours",
      createdTime: clock.now(),
      upstreams: [],
      externalConnections: [],
    });
    const other = await resolver.createRepository({ repository: "other", administratorAccount: "444455556666" });
    expect(other).toMatchObject({ administratorAccount: "444455556666", domainOwner: "111122223333" });
  });

  test.each([
    ["R1: an invalid name", { repository: "a/b" }, "INVALID_NAME"],
    ["R4: an invalid account", { repository: "new", administratorAccount: "me" }, "INVALID_NAME"],
    ["a name that is taken", { repository: "team" }, "ALREADY_EXISTS"],
    ["a description with control characters", { repository: "new", description: "a\u0007b" }, "INVALID_ARGUMENT"],
    ["a description of 1,001 characters", { repository: "new", description: "x".repeat(1001) }, "INVALID_ARGUMENT"],
    [
      "U3: an upstream that the domain does not have",
      { repository: "new", upstreams: ["elsewhere"] },
      "REPOSITORY_NOT_FOUND",
    ],
    ["U6: itself as an upstream", { repository: "new", upstreams: ["new"] }, "UPSTREAM_CYCLE"],
    ["U6: an upstream twice", { repository: "new", upstreams: ["team", "team"] }, "INVALID_ARGUMENT"],
  ])("is refused with %s, and changes nothing", async (_, input, code) => {
    const { resolver } = await buildResolver({ repositories: { team: {} } });
    await expect(resolver.createRepository(input)).rejects.toMatchObject({ code });
    expect((await resolver.listRepositories({})).items.map(({ name }) => name)).toStrictEqual(["team"]);
  });

  test("U1: with an 11th upstream is refused, with ten it is not", async () => {
    const upstreams = Array.from({ length: 11 }, (_, index) => `up-${index}`);
    const { resolver } = await buildResolver({ repositories: Object.fromEntries(upstreams.map((name) => [name, {}])) });
    await expect(resolver.createRepository({ repository: "team", upstreams })).rejects.toMatchObject({
      code: "UPSTREAM_LIMIT_EXCEEDED",
    });
    const { upstreams: kept } = await resolver.createRepository({
      repository: "team",
      upstreams: upstreams.slice(0, 10),
    });
    expect(kept).toHaveLength(10);
  });

  test("twice at the same instant makes one, and tells the other", async () => {
    const { resolver } = await buildResolver(NONE);
    const ended = await Promise.allSettled([1, 2, 3].map(() => resolver.createRepository({ repository: "team" })));
    const refused = ended.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    const taken: unknown = expect.objectContaining({ code: "ALREADY_EXISTS" });
    expect(refused).toStrictEqual([taken, taken]);
  });

  test("R7: in the place of one whose deletion was cut short starts empty", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    await domain.publish("team", "lodash@1.0.0");
    await domain.references.commit([{ type: "delete", key: { type: "repository", repository: "team" } }]);
    await domain.resolver.createRepository({ repository: "team" });
    expect((await domain.resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual([]);
  });
});

describe("updating a repository", () => {
  const repositories = { team: { upstreams: ["one"] }, one: {}, two: {} };
  const upstreamsOf = async (
    resolver: Awaited<ReturnType<typeof buildResolver>>["resolver"],
    repository: string,
  ): Promise<readonly string[]> =>
    (await resolver.describeRepository(repository)).upstreams.map(({ repositoryName }) => repositoryName);

  test("R6, U4: a list of upstreams replaces the whole list, in order", async () => {
    const { resolver } = await buildResolver({ repositories });
    await resolver.updateRepository({ repository: "team", upstreams: ["two", "one"] });
    expect(await upstreamsOf(resolver, "team")).toStrictEqual(["two", "one"]);
  });

  test("R6: an empty list removes all, a missing one leaves it alone", async () => {
    const { resolver } = await buildResolver({ repositories });
    await resolver.updateRepository({ repository: "team", description: "new" });
    expect(await upstreamsOf(resolver, "team")).toStrictEqual(["one"]);
    await resolver.updateRepository({ repository: "team", upstreams: [] });
    expect(await resolver.describeRepository("team")).toMatchObject({ upstreams: [], description: "new" });
  });

  test("R3: changes neither name, administrator, connection nor time of creation", async () => {
    const { resolver, clock } = await buildResolver({
      repositories: { team: { externalConnection: "public:npmjs" }, one: {} },
    });
    const before = await resolver.describeRepository("team");
    clock.advance(HOUR);
    const after = await resolver.updateRepository({ repository: "team", description: "new", upstreams: ["one"] });
    expect(after).toStrictEqual({ ...before, description: "new", upstreams: [{ repositoryName: "one" }] });
  });

  test("U6: refuses a loop over three repositories and leaves the list as it was", async () => {
    const { resolver } = await buildResolver({
      repositories: { aa: { upstreams: ["bb"] }, bb: { upstreams: ["cc"] }, cc: {} },
    });
    await expect(resolver.updateRepository({ repository: "cc", upstreams: ["aa"] })).rejects.toMatchObject({
      code: "UPSTREAM_CYCLE",
      message: expect.stringContaining("cc -> aa -> bb -> cc") as string,
    });
    expect(await upstreamsOf(resolver, "cc")).toStrictEqual([]);
  });

  test("U6: of two changes at the same instant that together would close a loop one is refused", async () => {
    const { resolver, restart } = await buildResolver({ repositories: { aa: {}, bb: {}, cc: {} } });
    const ended = await Promise.allSettled([
      resolver.updateRepository({ repository: "aa", upstreams: ["bb"] }),
      restart().updateRepository({ repository: "bb", upstreams: ["cc"] }),
      restart().updateRepository({ repository: "cc", upstreams: ["aa"] }),
    ]);
    const refused = ended.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    expect(refused).toStrictEqual([expect.objectContaining({ code: "UPSTREAM_CYCLE" })]);
  });

  test("loses no change to another one at the same instant", async () => {
    const { resolver, restart } = await buildResolver({ repositories });
    await Promise.all([
      resolver.updateRepository({ repository: "team", description: "new" }),
      restart().updateRepository({ repository: "team", upstreams: ["two"] }),
      restart().associateExternalConnection("team", "public:npmjs"),
    ]);
    expect(await resolver.describeRepository("team")).toMatchObject({
      description: "new",
      upstreams: [{ repositoryName: "two" }],
      externalConnections: [{ externalConnectionName: "public:npmjs" }],
    });
  });

  test("gives up with CONFLICT, and has written nothing, when others never stop changing it", async () => {
    const { references } = createMemoryStores();
    let changing = false;
    const commit: typeof references.commit = async (changes) =>
      changing ? { committed: false, conflicts: changes.map(({ key }) => key) } : references.commit(changes);
    const { resolver } = await buildResolver({ repositories, stores: { references: { ...references, commit } } });
    changing = true;
    await expect(resolver.updateRepository({ repository: "team", upstreams: [] })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await upstreamsOf(resolver, "team")).toStrictEqual(["one"]);
  });

  test("of one that does not exist is refused", async () => {
    const { resolver } = await buildResolver(NONE);
    await expect(resolver.updateRepository({ repository: "team", upstreams: [] })).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });
});

describe("deleting a repository", () => {
  test("R7, R8: takes its contents and its place in every downstream list, and nothing else", async () => {
    const repositories = {
      team: { upstreams: ["shared", "npm-store"] },
      also: { upstreams: ["shared"] },
      shared: { upstreams: ["npm-store"] },
      "npm-store": {},
    };
    const domain = await buildResolver({ repositories });
    await domain.publish("shared", "lodash@1.0.0");
    await domain.publish("team", "lodash@1.0.0");
    const deleted = await domain.resolver.deleteRepository("shared");
    expect(deleted).toMatchObject({ name: "shared", upstreams: [{ repositoryName: "npm-store" }] });
    await expect(domain.resolver.describeRepository("shared")).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
    expect((await domain.resolver.describeRepository("team")).upstreams).toStrictEqual([
      { repositoryName: "npm-store" },
    ]);
    expect((await domain.resolver.describeRepository("also")).upstreams).toStrictEqual([]);
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["team"]);
    expect((await domain.references.list({ type: "reference", repository: "shared" })).records).toStrictEqual([]);
  });

  test("R8: leaves no trace by which one made anew under the name would be an upstream again", async () => {
    const { resolver } = await buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
    await resolver.deleteRepository("shared");
    await resolver.createRepository({ repository: "shared", upstreams: ["team"] });
    expect((await resolver.describeRepository("team")).upstreams).toStrictEqual([]);
  });

  test("twice is refused the second time", async () => {
    const { resolver } = await buildResolver({ repositories: { team: {} } });
    await resolver.deleteRepository("team");
    await expect(resolver.deleteRepository("team")).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });
});

describe("listing repositories", () => {
  test("L12: gives 50 a page by default, at most 1,000, in order of their names", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `r-${String(index).padStart(2, "0")}`);
    const { resolver } = await buildResolver({
      repositories: Object.fromEntries(names.toReversed().map((name) => [name, {}])),
    });
    const first = await resolver.listRepositories({});
    expect(first.items.map(({ name }) => name)).toStrictEqual(names.slice(0, 50));
    const second = await resolver.listRepositories({ nextToken: first.nextToken ?? "" });
    expect(second.items.map(({ name }) => name)).toStrictEqual(names.slice(50));
    expect(second.nextToken).toBeUndefined();
    await expect(resolver.listRepositories({ maxResults: 1001 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("filters by a prefix of the name and by administrator", async () => {
    const { resolver } = await buildResolver({ repositories: { "npm-a": {}, "npm-b": {}, team: {} } });
    await resolver.createRepository({ repository: "npm-c", administratorAccount: "444455556666" });
    const names = async (filter: Parameters<typeof resolver.listRepositories>[0]) =>
      (await resolver.listRepositories(filter)).items.map(({ name }) => name);
    expect(await names({ repositoryPrefix: "npm-" })).toStrictEqual(["npm-a", "npm-b", "npm-c"]);
    expect(await names({ repositoryPrefix: "npm-", administratorAccount: "444455556666" })).toStrictEqual(["npm-c"]);
  });
});

describe("external connections", () => {
  test("E1: a repository has at most one; a second is refused", async () => {
    const { resolver } = await buildResolver({ repositories: { team: { externalConnection: "public:npmjs" } } });
    await expect(resolver.associateExternalConnection("team", "public:pypi")).rejects.toMatchObject({
      code: "EXTERNAL_CONNECTION_LIMIT_EXCEEDED",
      details: { rule: "E1", existing: "public:npmjs", connection: "public:pypi" },
    });
    await expect(resolver.associateExternalConnection("team", "public:npmjs")).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
    expect((await resolver.describeRepository("team")).externalConnections).toStrictEqual([
      { externalConnectionName: "public:npmjs", packageFormat: "npm", status: "Available" },
    ]);
  });

  test("E2: several repositories may have the same one", async () => {
    const { resolver } = await buildResolver({
      repositories: { "npm-store": { externalConnection: "public:npmjs" }, other: {} },
    });
    expect((await resolver.associateExternalConnection("other", "public:npmjs")).externalConnections).toHaveLength(1);
  });

  test("E5: an unknown name is refused, and one that this domain does not serve says so", async () => {
    const { resolver } = await buildResolver({ repositories: { team: {} } });
    await expect(resolver.associateExternalConnection("team", "public:elsewhere")).rejects.toMatchObject({
      code: "EXTERNAL_CONNECTION_NOT_FOUND",
    });
    await expect(resolver.associateExternalConnection("team", "public:crates-io")).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
    });
    await expect(resolver.associateExternalConnection("nowhere", "public:npmjs")).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
    expect((await resolver.describeRepository("team")).externalConnections).toStrictEqual([]);
  });

  test("E6: one that is removed may be given again; removing one that is not there is refused", async () => {
    const { resolver } = await buildResolver({ repositories: { team: { externalConnection: "public:npmjs" } } });
    expect((await resolver.disassociateExternalConnection("team", "public:npmjs")).externalConnections).toStrictEqual(
      [],
    );
    await expect(resolver.disassociateExternalConnection("team", "public:npmjs")).rejects.toMatchObject({
      code: "EXTERNAL_CONNECTION_NOT_FOUND",
    });
    expect((await resolver.associateExternalConnection("team", "public:npmjs")).externalConnections).toHaveLength(1);
  });
});
