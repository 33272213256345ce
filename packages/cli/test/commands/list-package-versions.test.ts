import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

/** The commands about packages and their versions. */
const lib = ["1.0.0", "1.10.0", "1.2.0"].map((version) =>
  buildPackage({ name: "lib", version, manifest: { description: "a library", license: "MIT" } }),
);
const scoped = buildPackage({ name: "@acme/tool", version: "2.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([...lib, scoped]);
  await domain.retain("team", ...lib, scoped);
});
afterAll(() => domain.close());

describe("list-packages", () => {
  test("lists what the repository itself holds, sorted, as CodeArtifact does (L6)", async () => {
    expect(await domain.json("list-packages", "--repository", "team")).toEqual({
      packages: [
        {
          format: "npm",
          package: "lib",
          originConfiguration: { restrictions: { publish: "BLOCK", upstream: "ALLOW" } },
        },
        {
          format: "npm",
          namespace: "acme",
          package: "tool",
          originConfiguration: { restrictions: { publish: "BLOCK", upstream: "ALLOW" } },
        },
      ],
    });
    expect(await domain.json("list-packages", "--repository", "shared")).toEqual({ packages: [] });
  });

  test("filters by format, namespace and prefix (L11)", async () => {
    const named = async (...args: readonly string[]) =>
      ((await domain.json("list-packages", ...args)) as { packages: { package: string }[] }).packages.map(
        (each) => each.package,
      );
    expect(await named("--format", "npm", "--namespace", "@acme")).toEqual(["tool"]);
    expect(await named("--package-prefix", "li")).toEqual(["lib"]);
    expect(await domain.run("list-packages", "--namespace", "acme")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("INVALID_ARGUMENT") as string,
    });
    expect(await domain.run("list-packages", "--format", "deb")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"deb" is no package format') as string,
    });
  });

  test("gives pages when told to, each with the token of the next (L12)", async () => {
    const page = (await domain.json("list-packages", "--max-results", "1")) as {
      packages: unknown[];
      nextToken: string;
    };
    expect(page.packages).toHaveLength(1);
    const rest = (await domain.json("list-packages", "--next-token", page.nextToken)) as {
      packages: unknown[];
      nextToken?: string;
    };
    expect([rest.packages.length, rest.nextToken]).toEqual([1, undefined]);
    expect(await domain.run("list-packages", "--max-results", "many")).toMatchObject({ code: 2 });
    expect(await domain.run("list-packages", "--max-results", "1001")).toMatchObject({ code: 2 });
  });
});

describe("list-package-versions", () => {
  const list = ["list-package-versions", "--domain", "acme", "--repository", "team", "--format", "npm"];

  test("answers status, revision and origin of each version, lower ones first (L8, L10)", async () => {
    expect(await domain.json(...list, "--package", "lib")).toMatchObject({
      defaultDisplayVersion: expect.any(String) as string,
      format: "npm",
      package: "lib",
      versions: ["1.0.0", "1.2.0", "1.10.0"].map((version) => ({
        version,
        status: "Published",
        revision: expect.any(String) as string,
        origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } },
      })),
    });
  });

  test("names a scoped package in either way", async () => {
    const both = await Promise.all([
      domain.json(...list, "--namespace", "acme", "--package", "tool"),
      domain.json(...list, "--package", "@acme/tool"),
    ]);
    expect(both[0]).toMatchObject({ namespace: "acme", package: "tool", versions: [{ version: "2.0.0" }] });
    expect(both[1]).toEqual(both[0]);
    expect(await domain.run(...list, "--namespace", "other", "--package", "@acme/tool")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("two different scopes") as string,
    });
  });

  test("filters by status and origin, and fails on a package that is not held (L6)", async () => {
    expect(await domain.json(...list, "--package", "lib", "--status", "Archived")).toMatchObject({ versions: [] });
    expect(
      await domain.json(...list, "--package", "lib", "--origin-type", "EXTERNAL", "--sort-by", "PUBLISHED_TIME"),
    ).toMatchObject({ versions: [{}, {}, {}] });
    expect(await domain.run(...list, "--package", "lib", "--status", "Gone")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--status") as string,
    });
    expect(await domain.run("list-package-versions", "--repository", "shared", "--package", "lib")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("PACKAGE_NOT_FOUND") as string,
    });
    expect(await domain.run(...list, "--package", "../lib")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("INVALID_NAME") as string,
    });
    expect(await domain.run("list-package-versions", "--format", "pypi", "--package", "lib")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("NOT_SUPPORTED") as string,
    });
  });
});

describe("one version", () => {
  const version = ["--repository", "team", "--format", "npm", "--package", "lib", "--package-version", "1.2.0"];

  test("describe-package-version answers what CodeArtifact answers", async () => {
    expect(await domain.json("describe-package-version", ...version)).toMatchObject({
      packageVersion: {
        format: "npm",
        packageName: "lib",
        version: "1.2.0",
        status: "Published",
        summary: "a library",
        licenses: [{ name: "MIT" }],
      },
    });
    const absent = await domain.run("describe-package-version", "--package", "lib", "--package-version", "9.9.9");
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining("PACKAGE_VERSION_NOT_FOUND") as string });
  });

  test("list-package-version-assets names size and digests of each file (A2, A3)", async () => {
    expect(await domain.json("list-package-version-assets", ...version)).toMatchObject({
      format: "npm",
      package: "lib",
      version: "1.2.0",
      versionRevision: expect.any(String) as string,
      assets: [{ name: "package.tgz", size: lib[2]?.tarball.length, hashes: { "SHA-1": lib[2]?.shasum } }],
    });
  });

  test("get-package-version-asset writes the very bytes, to a file or to standard output", async () => {
    const get = ["get-package-version-asset", ...version, "--asset", "package.tgz"];
    expect(await domain.json(...get, "lib.tgz")).toEqual({
      assetName: "package.tgz",
      packageVersion: "1.2.0",
      packageVersionRevision: expect.any(String) as string,
    });
    expect(await readFile(join(domain.folder, "lib.tgz"))).toEqual(lib[2]?.tarball);
    expect((await domain.run(...get, "-")).stdout).toBe(lib[2]?.tarball.toString());
    const wrong = await domain.run(...get, "--package-version-revision", "another", "other.tgz");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("CONFLICT") as string });
    expect(await domain.run("get-package-version-asset", ...version, "--asset", "none", "other.tgz")).toMatchObject({
      code: 1,
    });
    expect((await readdir(domain.folder)).filter((name) => name.startsWith("other"))).toEqual([]);
  });
});
