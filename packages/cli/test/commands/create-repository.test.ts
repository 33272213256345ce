import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

/** create-, update-, describe- and delete-repository, and the external connections: CodeArtifact's words, flags and JSON. */
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain();
});
afterAll(() => domain.close());

describe("create-repository", () => {
  test("answers the repository as CodeArtifact describes it, times in ISO 8601", async () => {
    const created = await domain.json(
      "create-repository",
      "--repository",
      "one",
      "--description",
      "for one",
      "--upstreams",
      "repositoryName=shared",
      "repositoryName=npm-store",
    );
    expect(created).toEqual({
      repository: {
        name: "one",
        administratorAccount: "111122223333",
        domainName: "acme",
        domainOwner: "111122223333",
        arn: expect.stringContaining(":repository/acme/one") as string,
        description: "for one",
        upstreams: [{ repositoryName: "shared" }, { repositoryName: "npm-store" }],
        externalConnections: [],
        createdTime: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/) as string,
      },
    });
  });

  test("refuses a name that is taken, an upstream that is not there and a name that is none", async () => {
    expect(await domain.run("create-repository", "--repository", "team")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("ALREADY_EXISTS") as string,
    });
    expect(await domain.run("create-repository", "--repository", "two", "--upstreams", "none")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("REPOSITORY_NOT_FOUND") as string,
    });
    expect(await domain.run("create-repository", "--repository", "../two")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("INVALID_NAME") as string,
    });
    expect(await domain.run("describe-repository", "--repository", "two")).toMatchObject({ code: 1 });
  });
});

describe("update-repository", () => {
  const upstreams = async (...args: readonly string[]): Promise<unknown> => {
    const answer = (await domain.json("update-repository", "--repository", "one", ...args)) as {
      repository: { upstreams: { repositoryName: string }[] };
    };
    return answer.repository.upstreams.map(({ repositoryName }) => repositoryName);
  };

  test("replaces the whole list, in the order given; leaves it alone when it is not named (R6)", async () => {
    expect(await upstreams("--upstreams", "npm-store")).toEqual(["npm-store"]);
    expect(await upstreams("--description", "another text")).toEqual(["npm-store"]);
  });

  test("removes all of them by nothing or by an empty list (R6)", async () => {
    expect(await upstreams("--upstreams")).toEqual([]);
    expect(await upstreams("--upstreams", "shared")).toEqual(["shared"]);
    expect(await upstreams("--upstreams", "[]")).toEqual([]);
  });

  test("refuses a cycle, and changes nothing (U6)", async () => {
    expect(await domain.run("update-repository", "--repository", "npm-store", "--upstreams", "team")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("UPSTREAM_CYCLE") as string,
    });
    expect(await domain.json("describe-repository", "--repository", "npm-store")).toMatchObject({
      repository: { upstreams: [] },
    });
  });
});

describe("describe-repository and delete-repository", () => {
  test("describe the configured repository when none is named", async () => {
    expect(await domain.json("describe-repository")).toMatchObject({ repository: { name: "team" } });
  });

  test("delete answers what was deleted, and it is gone", async () => {
    expect(await domain.json("delete-repository", "--repository", "one")).toMatchObject({
      repository: { name: "one" },
    });
    expect(await domain.run("describe-repository", "--repository", "one")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("REPOSITORY_NOT_FOUND") as string,
    });
  });
});

describe("a repository that headwater.yml declares", () => {
  test.each([
    ["update-repository", "--repository", "team", "--upstreams", "[]"],
    ["disassociate-external-connection", "--repository", "npm-store", "--external-connection", "public:npmjs"],
    ["associate-external-connection", "--repository", "team", "--external-connection", "public:npmjs"],
    ["delete-repository", "--repository", "team"],
  ])("%s says that the next command undoes it", async (...args) => {
    const { code, stderr } = await domain.run(...args);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `headwater.yml declares the repository "${args[2]}": the next command makes it as declared again.\n  hint: `,
    );
  });

  test("nothing is said of what stays: what the file does not declare, or leaves open", async () => {
    await domain.json("create-repository", "--repository", "own");
    for (const args of [
      ["update-repository", "--repository", "own", "--upstreams", "shared"],
      ["update-repository", "--repository", "team", "--description", "ours"],
      ["delete-repository", "--repository", "own"],
    ]) {
      expect(await domain.run(...args)).toMatchObject({ code: 0, stderr: "" });
    }
  });
});

describe("external connections", () => {
  test("are associated and disassociated, and never a second one (E1)", async () => {
    await domain.json("create-repository", "--repository", "store");
    const associate = ["associate-external-connection", "--repository", "store", "--external-connection"];
    expect(await domain.json(...associate, "public:npmjs")).toMatchObject({
      repository: {
        externalConnections: [{ externalConnectionName: "public:npmjs", packageFormat: "npm", status: "Available" }],
      },
    });
    expect((await domain.run(...associate, "public:pypi")).code).toBe(2);
    expect((await domain.run(...associate, "public:nowhere")).code).toBe(1);
    const disassociate = [
      "disassociate-external-connection",
      "--repository",
      "store",
      "--external-connection",
      "public:npmjs",
    ];
    expect(await domain.json(...disassociate)).toMatchObject({ repository: { externalConnections: [] } });
  });
});
