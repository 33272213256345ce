/** The commands that change, copy and delete packages and their versions. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const lib = ["1.0.0", "1.1.0"].map((version) => buildPackage({ name: "lib", version }));
const named = ["--repository", "team", "--format", "npm", "--package", "lib"];
let domain: TestDomain;

beforeEach(async () => {
  domain = await createTestDomain(lib);
  await domain.retain("team", ...lib);
});
afterEach(() => domain.close());

const statuses = async (): Promise<Readonly<Record<string, string>>> => {
  const { versions } = (await domain.json("list-package-versions", ...named)) as {
    versions: { version: string; status: string }[];
  };
  return Object.fromEntries(versions.map(({ version, status }) => [version, status]));
};
const revisionOf = async (version: string): Promise<string> => {
  const answer = await domain.json("describe-package-version", ...named, "--package-version", version);
  return (answer as { packageVersion: { revision: string } }).packageVersion.revision;
};

describe("update-package-versions-status", () => {
  const update = ["update-package-versions-status", ...named];

  test("P2, X4: sets the status of all versions named, and answers CodeArtifact's maps", async () => {
    const answer = await domain.json(...update, "--versions", "1.0.0", "1.1.0", "--target-status", "Archived");
    expect(answer).toEqual({
      successfulVersions: {
        "1.0.0": { revision: await revisionOf("1.0.0"), status: "Archived" },
        "1.1.0": { revision: await revisionOf("1.1.0"), status: "Archived" },
      },
      failedVersions: {},
    });
    expect(await statuses()).toEqual({ "1.0.0": "Archived", "1.1.0": "Archived" });
  });

  test("X2, X3: does nothing and exits 1 when a revision or a status is another", async () => {
    const revision = await revisionOf("1.0.0");
    const both = ["--versions", "1.0.0", "1.1.0", "--version-revisions", `1.0.0=${revision},1.1.0=${revision}`];
    const wrong = await domain.run(...update, "--target-status", "Unlisted", ...both);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      failedVersions: { "1.0.0": { errorCode: "SKIPPED" }, "1.1.0": { errorCode: "MISMATCHED_REVISION" } },
    });
    const late = ["--versions", "1.0.0", "--expected-status", "Unlisted", "--target-status", "Archived"];
    expect(await domain.run(...update, ...late)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("MISMATCHED_STATUS") as string,
    });
    expect(await statuses()).toEqual({ "1.0.0": "Published", "1.1.0": "Published" });
  });

  test.each([
    [["--versions", "1.0.0", "--target-status", "Disposed"], "--target-status"],
    [["--versions", "1.0.0"], "--target-status"],
    [["--target-status", "Archived"], "No version is named"],
    [["--versions", "--target-status", "Archived"], "No version is named"],
    [["--versions", "^1", "--target-status", "Archived"], '"^1", which is no version'],
    [["1.0.0", "--target-status", "Archived"], "stands alone"],
  ])("P1: refuses %j", async (args, told) => {
    expect(await domain.run(...update, ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(told) as string,
    });
    expect(await statuses()).toEqual({ "1.0.0": "Published", "1.1.0": "Published" });
  });
});

test("dispose-package-versions and delete-package-versions do what they say, and tell what became of each (X1, X5)", async () => {
  const disposed = await domain.json("dispose-package-versions", ...named, "--versions", "1.0.0");
  expect(disposed).toMatchObject({ successfulVersions: { "1.0.0": { status: "Disposed" } } });
  const described = await domain.json("describe-package-version", ...named, "--package-version", "1.0.0");
  expect(described).toMatchObject({ packageVersion: { status: "Disposed" } });
  const expected = ["--expected-status", "Published"];
  expect(
    await domain.run("delete-package-versions", ...named, "--versions", "1.0.0", "1.1.0", ...expected),
  ).toMatchObject({ code: 1, stdout: expect.stringContaining("MISMATCHED_STATUS") as string });
  const deleted = await domain.json("delete-package-versions", ...named, "--versions", "1.0.0", "1.1.0");
  expect(deleted).toMatchObject({
    successfulVersions: { "1.0.0": { status: "Deleted" }, "1.1.0": { status: "Deleted" } },
  });
  expect(await statuses()).toEqual({});
});

test("describe-package and delete-package answer the package with its controls (X6)", async () => {
  const originConfiguration = { restrictions: { publish: "BLOCK", upstream: "ALLOW" } };
  expect(await domain.json("describe-package", ...named)).toEqual({
    package: { format: "npm", name: "lib", originConfiguration },
  });
  expect(await domain.json("delete-package", ...named)).toEqual({
    deletedPackage: { format: "npm", package: "lib", originConfiguration },
  });
  expect(await domain.run("describe-package", ...named)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("PACKAGE_NOT_FOUND") as string,
  });
});

describe("copy-package-versions", () => {
  const between = (source: string, destination: string) => [
    "copy-package-versions",
    "--source-repository",
    source,
    "--destination-repository",
    destination,
    "--package",
    "lib",
  ];
  const copy = between("team", "shared");

  test("C4, C6: copies all versions named, once", async () => {
    expect(await domain.json(...copy, "--versions", "1.0.0", "1.1.0")).toMatchObject({
      successfulVersions: { "1.0.0": { status: "Published" }, "1.1.0": { status: "Published" } },
      failedVersions: {},
    });
    expect(await domain.json(...copy, "--versions", "1.0.0")).toEqual({ successfulVersions: {}, failedVersions: {} });
    expect(await domain.run(...copy, "--versions", "1.0.0", "2.0.0")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("NOT_FOUND") as string,
    });
  });

  test("C8, C9: takes revisions, and what the source's upstreams store when told to", async () => {
    const fromShared = [...between("shared", "team"), "--versions", "1.0.0"];
    await domain.json("delete-package", ...named);
    expect(await domain.run(...fromShared)).toMatchObject({ code: 1 });
    const answer = await domain.json(...fromShared, "--include-from-upstream");
    expect(answer).toMatchObject({ successfulVersions: { "1.0.0": {} } });
    const revisions = `1.0.0=${await revisionOf("1.0.0")}`;
    expect(await domain.json(...copy, "--version-revisions", revisions)).toMatchObject({
      successfulVersions: { "1.0.0": { revision: await revisionOf("1.0.0") } },
    });
  });

  test("C2: refuses neither and both, and repositories that are not there", async () => {
    const invalid = { code: 2, stderr: expect.stringContaining("INVALID_ARGUMENT") as string };
    expect(await domain.run(...copy)).toMatchObject(invalid);
    expect(await domain.run(...copy, "--versions", "1.0.0", "--version-revisions", "1.0.0=a")).toMatchObject(invalid);
    expect(await domain.run(...between("team", "nowhere"), "--versions", "1.0.0")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("REPOSITORY_NOT_FOUND") as string,
    });
  });
});
