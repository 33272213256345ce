import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type PublicRegistry, startPublicRegistry } from "../docs/public-registry.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { createYarnProject, lockedVersions, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

interface ListedVersions {
  readonly versions: readonly { readonly version: string; readonly status: string; readonly origin: object }[];
}

const listOf = (repository: string, name: string): readonly string[] => [
  "headwater",
  "list-package-versions",
  "--repository",
  repository,
  "--format",
  "npm",
  "--package",
  name,
];

const fromNpmjs = { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } };

describe("an empty project and no configuration at all", () => {
  let publicRegistry: PublicRegistry;
  let project: YarnProject;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    publicRegistry = await startPublicRegistry();
    const { HTTPS_PROXY = "", NODE_EXTRA_CA_CERTS = "" } = publicRegistry.env;
    env = { YARN_HTTPS_PROXY: HTTPS_PROXY, NODE_EXTRA_CA_CERTS };
    project = await createYarnProject({ configuration: null, withPlugin: false, withNetwork: true });
  });
  afterAll(async () => {
    await project.close();
    await publicRegistry.close();
  });

  test("plugin import and add are all that it takes: the domain of the user holds what was installed (K1, K3)", async () => {
    await project.importPlugin();
    await project.yarnSucceeds(["add", "express"], { env });

    const locked = await lockedVersions(project.folder);
    expect(locked.length).toBeGreaterThan(50);
    expect(await project.held("main")).toEqual(locked);
    expect(await project.held("npm-store")).toEqual(locked);
    expect(await readFile(join(project.folder, ".yarnrc.yml"), "utf8")).not.toMatch(/npm|headwater:/);
  });

  test("yarn headwater list-package-versions shows what was retained, and where (K8)", async () => {
    const express = (await lockedVersions(project.folder)).find((spec) => spec.startsWith("express@"));
    for (const repository of ["main", "npm-store"]) {
      const { versions } = JSON.parse(await project.yarnSucceeds(listOf(repository, "express"))) as ListedVersions;
      expect(versions).toHaveLength(1);
      expect(versions[0]).toMatchObject({ status: "Published", origin: fromNpmjs });
      expect(`express@${versions[0]?.version}`).toBe(express);
    }
  });

  test("what was installed runs", async () => {
    const script = 'process.stdout.write(typeof require("express")().listen)';
    expect(await project.yarnSucceeds(["node", "-e", script])).toBe("function");
  });
});

describe("over a recorded registry", () => {
  let registry: RecordedRegistry;
  let project: YarnProject;

  afterEach(async () => {
    await project.close();
    await registry.close();
  });

  test("with a headwater.yml the requested and the connected repository hold it, the intermediate one nothing (K1, K2, K3)", async () => {
    registry = await startRecordedRegistry();
    project = await createYarnProject({ registry: registry.url });
    await project.yarnSucceeds(["add", "is-odd@^3"]);

    const locked = await lockedVersions(project.folder);
    expect(locked).toEqual(["is-number@6.0.0", "is-odd@3.0.1"]);
    expect(await project.held("team")).toEqual(locked);
    expect(await project.held("npm-store")).toEqual(locked);
    expect(await project.held("shared")).toEqual([]);

    const { versions } = JSON.parse(await project.yarnSucceeds(listOf("team", "is-odd"))) as ListedVersions;
    expect(versions.map(({ version }) => version)).toEqual(["3.0.1"]);
    const nowhere = await project.yarn(listOf("shared", "is-odd"));
    expect(nowhere.code).not.toBe(0);
    expect(nowhere.stderr).toContain("PACKAGE_NOT_FOUND");
  });

  test("with no file a project that has a registry of its own has its packages from there, with its token", async () => {
    registry = await startRecordedRegistry({ token: "of-the-project" });
    const server = `npmRegistryServer: "${registry.url}"\n`;
    project = await createYarnProject({ configuration: null, files: { ".yarnrc.yml": server } });
    const refused = await project.yarn(["add", "is-odd@^3"]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("EXTERNAL_REGISTRY_");
    expect(await project.held("main")).toEqual([]);

    await project.yarnSucceeds(["config", "set", "npmAuthToken", "of-the-project"]);
    await project.yarnSucceeds(["add", "is-odd@^3"]);
    expect(await project.held("main")).toEqual(["is-number@6.0.0", "is-odd@3.0.1"]);
    expect(await project.held("npm-store")).toEqual(["is-number@6.0.0", "is-odd@3.0.1"]);
  });
});
