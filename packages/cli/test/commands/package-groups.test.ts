import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

/** The commands on package groups and origin controls: CodeArtifact's words, flags and JSON. */
const ui = buildPackage({ name: "@acme/ui", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([ui]);
  await domain.retain("team", ui);
});
afterAll(() => domain.close());

const group = ["--package-group", "/npm/acme/*"] as const;

describe("package groups", () => {
  test("are created, described, updated, listed and deleted", async () => {
    const created = await domain.json(
      "create-package-group",
      ...group,
      "--description",
      "ours",
      "--contact-info",
      "us",
    );
    const root = { arn: expect.stringMatching(/:package-group\/acme\/%2a$/) as string, pattern: "/*" };
    const inherited = { mode: "INHERIT", effectiveMode: "ALLOW", inheritedFrom: root, repositoriesCount: 0 };
    expect(created).toEqual({
      packageGroup: {
        arn: expect.stringMatching(/:111122223333:package-group\/acme\/npm\/acme\/%2a$/) as string,
        pattern: "/npm/acme/*",
        domainName: "acme",
        domainOwner: "111122223333",
        createdTime: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/) as string,
        contactInfo: "us",
        description: "ours",
        originConfiguration: {
          restrictions: { PUBLISH: inherited, EXTERNAL_UPSTREAM: inherited, INTERNAL_UPSTREAM: inherited },
        },
        parent: root,
      },
    });
    expect(await domain.json("describe-package-group", ...group)).toEqual(created);
    await domain.json("create-package-group", "--package-group", "/npm/acme/ui~");
    const named = async (...args: readonly string[]): Promise<readonly string[]> =>
      ((await domain.json(...args)) as { packageGroups: { pattern: string }[] }).packageGroups.map(
        (each) => each.pattern,
      );
    expect(await named("list-package-groups")).toEqual(["/*", "/npm/acme/*", "/npm/acme/ui~"]);
    expect(await named("list-package-groups", "--prefix", "/npm/")).toEqual(["/npm/acme/*", "/npm/acme/ui~"]);
    expect(await named("list-sub-package-groups", "--package-group", "/*")).toEqual(["/npm/acme/*"]);
    const page = (await domain.json("list-package-groups", "--max-results", "1")) as { nextToken: string };
    expect(await named("list-package-groups", "--next-token", page.nextToken, "--max-results", "1")).toEqual([
      "/npm/acme/*",
    ]);
    expect(await domain.json("update-package-group", ...group, "--description", "theirs")).toMatchObject({
      packageGroup: { description: "theirs", contactInfo: "us" },
    });
    expect(await domain.json("delete-package-group", "--package-group", "/npm/acme/ui~")).toMatchObject({
      packageGroup: { pattern: "/npm/acme/ui~" },
    });
    expect(await domain.run("describe-package-group", "--package-group", "/npm/acme/ui~")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("PACKAGE_GROUP_NOT_FOUND") as string,
    });
  });

  test("have restrictions and allowed repositories", async () => {
    const updated = await domain.json(
      "update-package-group-origin-configuration",
      ...group,
      "--restrictions",
      "PUBLISH=ALLOW_SPECIFIC_REPOSITORIES,EXTERNAL_UPSTREAM=BLOCK",
      "--add-allowed-repositories",
      "repositoryName=team,originRestrictionType=PUBLISH",
      "repositoryName=shared,originRestrictionType=PUBLISH",
    );
    expect(updated).toMatchObject({
      packageGroup: {
        originConfiguration: {
          restrictions: {
            PUBLISH: { mode: "ALLOW_SPECIFIC_REPOSITORIES", repositoriesCount: 2 },
            EXTERNAL_UPSTREAM: { mode: "BLOCK" },
          },
        },
      },
      allowedRepositoryUpdates: { PUBLISH: { ADDED: ["team", "shared"] } },
    });
    const list = ["list-allowed-repositories-for-group", ...group, "--origin-restriction-type", "PUBLISH"];
    expect(await domain.json(...list)).toEqual({ allowedRepositories: ["shared", "team"] });
    expect(
      await domain.json(
        "update-package-group-origin-configuration",
        ...group,
        "--remove-allowed-repositories",
        "repositoryName=shared,originRestrictionType=PUBLISH",
      ),
    ).toMatchObject({ allowedRepositoryUpdates: { PUBLISH: { REMOVED: ["shared"] } } });
  });

  test("tell the group of a package and the packages of a group", async () => {
    expect(
      await domain.json("get-associated-package-group", "--format", "npm", "--namespace", "Acme", "--package", "ui"),
    ).toMatchObject({
      packageGroup: { pattern: "/npm/acme/*" },
      associationType: "WEAK",
    });
    const packages = [{ format: "npm", namespace: "acme", package: "ui", associationType: "STRONG" }];
    expect(await domain.json("list-associated-packages", ...group)).toEqual({ packages });
    expect(await domain.json("list-associated-packages", "--package-group", "/npm/acme/ui$", "--preview")).toEqual({
      packages,
    });
    expect((await domain.run("list-associated-packages", "--package-group", "/npm/acme/ui$")).code).toBe(1);
  });

  test("refuse a pattern that is none, with the rule", async () => {
    expect(await domain.run("create-package-group", "--package-group", "/npm/acme*")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/INVALID_NAME.*PG6/) as string,
    });
  });
});

describe("put-package-origin-configuration", () => {
  test("sets both controls, of a package that is not there too (O1, O7)", async () => {
    const restrictions = { publish: "ALLOW", upstream: "BLOCK" };
    const put = [
      "put-package-origin-configuration",
      "--repository",
      "team",
      "--package",
      "acme-tool",
      "--restrictions",
    ];
    expect(await domain.json(...put, "publish=ALLOW,upstream=BLOCK")).toEqual({
      originConfiguration: { restrictions },
    });
    expect(await domain.json("list-packages", "--repository", "team", "--package-prefix", "acme-")).toEqual({
      packages: [{ format: "npm", package: "acme-tool", originConfiguration: { restrictions } }],
    });
    expect(await domain.run(...put, "publish=ALLOW")).toMatchObject({ code: 2 });
  });
});

describe("explain", () => {
  test("names the group, and the rule by which it keeps a version out (PG19)", async () => {
    await domain.json("create-package-group", "--package-group", "/npm//left-pad$");
    await domain.json(
      "update-package-group-origin-configuration",
      "--package-group",
      "/npm//left-pad$",
      "--restrictions",
      "EXTERNAL_UPSTREAM=BLOCK",
    );
    const { code, stdout } = await domain.run("explain", "left-pad");
    expect(code).toBe(1);
    expect(stdout).toContain("group       /npm//left-pad$\n");
    expect(stdout).toContain("EXTERNAL_UPSTREAM=BLOCK");
    expect(stdout).toContain("(PG19)");
  });
});
