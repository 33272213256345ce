import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Stats {
  readonly assets: number;
  readonly bytesStored: number;
  readonly bytesReferenced: number;
  readonly packageVersions: number;
}

describe("npm install express through exec, in an empty folder", () => {
  let registry: RecordedRegistry;
  let project: HeadwaterProject;

  beforeAll(async () => {
    registry = await startRecordedRegistry();
    project = await createHeadwaterProject({
      registry: registry.url,
      files: { "package.json": '{"name":"app","version":"1.0.0"}\n' },
    });
    const installed = await project.exec("npm-12", ["install", "express"]);
    if (installed.code !== 0) throw new Error(installed.stderr);
  });
  afterAll(async () => {
    await project.close();
    await registry.close();
  });

  test("the requested and the connected repository hold every installed version, the intermediate one none (K1, K2, K3)", async () => {
    const team = await project.held("team");
    expect(team.length).toBeGreaterThan(50);
    expect(team).toContainEqual(expect.stringMatching(/^express@/));
    expect(await project.held("npm-store")).toEqual(team);
    expect(await project.held("shared")).toEqual([]);
  });

  test("list-package-versions shows them as CodeArtifact does (K8)", async () => {
    const list = [
      "list-package-versions",
      "--domain",
      project.domain,
      "--repository",
      "team",
      "--format",
      "npm",
      "--package",
      "express",
    ];
    const { versions, defaultDisplayVersion } = await project.json<{
      versions: { version: string; status: string; revision: string; origin: unknown }[];
      defaultDisplayVersion: string;
    }>(list);
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({
      version: defaultDisplayVersion,
      status: "Published",
      origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } },
    });
    const shared = await project.headwater([
      "list-package-versions",
      "--repository",
      "shared",
      "--format",
      "npm",
      "--package",
      "express",
    ]);
    expect(shared.code).not.toBe(0);
    expect(shared.stderr).toContain("PACKAGE_NOT_FOUND");
  });

  test("a second repository that asks stores no second copy of any asset (D5)", async () => {
    const before = await project.json<Stats>(["stats"]);
    await project.json(["create-repository", "--repository", "second", "--upstreams", "shared"]);
    await project.clearClientCaches();
    const requests = registry.requestsFor("tarball").length;
    const installed = await project.exec("npm-12", ["install", "express", "--prefix", "elsewhere"], {
      repository: "second",
    });
    expect(installed.code, installed.stderr).toBe(0);
    const after = await project.json<Stats>(["stats"]);
    expect({ assets: after.assets, bytesStored: after.bytesStored }).toEqual({
      assets: before.assets,
      bytesStored: before.bytesStored,
    });
    expect(after.bytesReferenced).toBeGreaterThan(before.bytesReferenced);
    expect(registry.requestsFor("tarball")).toHaveLength(requests);
    expect(await project.held("second")).toEqual(await project.held("team"));
  });
});
