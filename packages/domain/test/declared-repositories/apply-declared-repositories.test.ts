import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../src/configuration/load.ts";
import { applyDeclaredRepositories } from "../../src/declared-repositories/apply-declared-repositories.ts";
import type { OpenDomain } from "../../src/open-domain.ts";
import { type Project, makeProject } from "../project.ts";

/** An open domain, beside the configuration that its file has now. */
async function declare(
  project: Project,
  domain: OpenDomain,
  text: string,
): Promise<Pick<OpenDomain, "resolver" | "configuration">> {
  await project.write("headwater.yml", text);
  return {
    resolver: domain.resolver,
    configuration: await loadConfiguration({ cwd: project.folder, env: project.env }),
  };
}

const upstreamsOf = async (domain: OpenDomain, repository: string): Promise<readonly string[]> =>
  (await domain.resolver.describeRepository(repository)).upstreams.map(({ repositoryName }) => repositoryName);

describe("applying declared repositories", () => {
  test("takes every step, and none the second time", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: {} }\n" });
    const domain = await project.open();
    const declared = await declare(
      project,
      domain,
      "repositories: { team: { upstreams: [shared] }, shared: { upstreams: [store] }, store: { externalConnection: 'public:npmjs' } }\n",
    );
    const { applied, remaining } = await applyDeclaredRepositories(declared);
    expect(applied.map(({ type, repository }) => `${type} ${repository}`)).toEqual([
      "create store",
      "associate store",
      "create shared",
      "set-upstreams team",
    ]);
    expect(remaining).toEqual([]);
    expect(await upstreamsOf(domain, "team")).toEqual(["shared"]);
    expect((await domain.resolver.describeRepository("store")).externalConnections).toMatchObject([
      { externalConnectionName: "public:npmjs" },
    ]);
    expect(await applyDeclaredRepositories(declared)).toEqual({ applied: [], remaining: [] });
  });

  test("can be asked for missing repositories alone, or for nothing but the plan", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: {} }\n" });
    const domain = await project.open();
    const declared = await declare(project, domain, "repositories: { team: { upstreams: [shared] }, shared: {} }\n");
    expect(await applyDeclaredRepositories(declared, { apply: "nothing" })).toMatchObject({
      applied: [],
      remaining: [{ repository: "shared" }, { repository: "team" }],
    });
    expect(await applyDeclaredRepositories(declared, { apply: "missing" })).toMatchObject({
      applied: [{ type: "create", repository: "shared" }],
      remaining: [{ type: "set-upstreams", repository: "team" }],
    });
    expect(await upstreamsOf(domain, "team")).toEqual([]);
  });

  test("an upstream made by command is as good as a declared one", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: {} }\n" });
    const domain = await project.open();
    await domain.resolver.createRepository({ repository: "handmade" });
    await applyDeclaredRepositories(
      await declare(project, domain, "repositories: { team: { upstreams: [handmade] } }\n"),
    );
    expect(await upstreamsOf(domain, "team")).toEqual(["handmade"]);
  });

  test("an upstream that is nowhere is refused before anything is made", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: {} }\n" });
    const domain = await project.open();
    const declared = await declare(
      project,
      domain,
      "repositories: { team: { upstreams: [shraed] }, shared: {} }\nrepository: team\n",
    );
    await expect(applyDeclaredRepositories(declared)).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining("team names the upstream shraed, which is neither declared in") as string,
      hint: "Did you mean shared?",
    });
    await expect(domain.resolver.describeRepository("shared")).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
  });

  test("many who apply at the same instant end with the declared repositories", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: {} }\n" });
    const domain = await project.open();
    const declared = await declare(
      project,
      domain,
      "repositories: { team: { upstreams: [shared] }, shared: { upstreams: [store] }, store: { externalConnection: 'public:npmjs' } }\n",
    );
    await Promise.all(Array.from({ length: 8 }, () => applyDeclaredRepositories(declared)));
    expect(await applyDeclaredRepositories(declared)).toEqual({ applied: [], remaining: [] });
  });

  test("keeps whose dist-tags win with the repository, so that every client of the store sees the same", async () => {
    const project = await makeProject({ "headwater.yml": "repositories: { team: { tagPrecedence: local } }\n" });
    const domain = await project.open();
    expect((await domain.resolver.describeRepository("team")).tagPrecedence).toEqual({ "*": "local" });
    const rules = "repositories: { team: { tagPrecedence: { '@acme/*': semver, lodash: local } } }\n";
    const declared = await declare(project, domain, rules);
    expect((await applyDeclaredRepositories(declared)).applied).toMatchObject([{ type: "set-tag-precedence" }]);
    expect((await domain.resolver.describeRepository("team")).tagPrecedence).toEqual({
      "@acme/*": "semver",
      lodash: "local",
    });
    await applyDeclaredRepositories(await declare(project, domain, "repositories: { team: {} }\n"));
    expect(await domain.resolver.describeRepository("team")).not.toHaveProperty("tagPrecedence");
  });
});
