/** What the pages claim of repositories and domains, and no test of a single part can show. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";

let project: HeadwaterProject;

beforeAll(async () => {
  project = await createHeadwaterProject();
});
afterAll(() => project.close());

test("there are no kinds of repository: one may have upstreams and an external connection of its own (R9)", async () => {
  await project.json(["create-repository", "--repository", "both", "--upstreams", "shared"]);
  const associate = ["associate-external-connection", "--repository", "both", "--external-connection", "public:npmjs"];
  const { repository } = await project.json<{ repository: object }>(associate);
  expect(repository).toMatchObject({
    upstreams: [{ repositoryName: "shared" }],
    externalConnections: [{ externalConnectionName: "public:npmjs", packageFormat: "npm" }],
  });
});

test("what headwater.yml declares of a store in the project is set back by the next command", async () => {
  await project.json(["update-repository", "--repository", "team", "--upstreams", "npm-store"]);
  const { repository } = await project.json<{ repository: object }>(["describe-repository", "--repository", "team"]);
  expect(repository).toMatchObject({ upstreams: [{ repositoryName: "shared" }] });
});

test("a repository of another domain is no upstream (D6)", async () => {
  const other = await createHeadwaterProject();
  try {
    await other.json(["create-repository", "--repository", "theirs"]);
    const { code, stderr } = await project.headwater([
      "create-repository",
      "--repository",
      "ours",
      "--upstreams",
      "theirs",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("REPOSITORY_NOT_FOUND");
  } finally {
    await other.close();
  }
});
