/** Generic packages on the command line, and what else is read of a version. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const tool = ["--format", "generic", "--namespace", "acme", "--package", "tool"];
const lib = buildPackage({
  name: "lib",
  version: "1.0.0",
  manifest: { dependencies: { "is-odd": "^3.0.0" }, peerDependencies: { "@acme/ui": "*" } },
  files: { "README.md": "# Lib" },
});
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([lib]);
  await domain.retain("team", lib);
  await writeFile(join(domain.folder, "tool.tar.gz"), "the tool");
});
afterAll(() => domain.close());

const publish = (version: string, name: string, content = "tool.tar.gz") => [
  "publish-package-version",
  "--repository",
  "team",
  ...tool,
  "--package-version",
  version,
  "--asset-content",
  content,
  "--asset-name",
  name,
];

describe("publish-package-version", () => {
  test("B11: publishes a file, answers what CodeArtifact answers, and changes nothing the second time (B1)", async () => {
    const answer = await domain.json(...publish("1.0.0", "tool.tar.gz"));
    expect(answer).toEqual({
      format: "generic",
      namespace: "acme",
      package: "tool",
      version: "1.0.0",
      versionRevision: expect.any(String) as string,
      status: "Published",
      asset: {
        name: "tool.tar.gz",
        size: 8,
        hashes: expect.objectContaining({ "SHA-256": createHash("sha256").update("the tool").digest("hex") }) as object,
      },
    });
    expect(await domain.json(...publish("1.0.0", "tool.tar.gz"))).toEqual(answer);
    const get = ["get-package-version-asset", ...tool, "--package-version", "1.0.0", "--asset", "tool.tar.gz"];
    await domain.json(...get, "got.tar.gz");
    expect(await readFile(join(domain.folder, "got.tar.gz"), "utf8")).toBe("the tool");
  });

  test("G2: publishes several files, one from standard input, and shows none before the last", async () => {
    const fed = await domain.feed("notes", ...publish("2.0.0", "Release notes.txt", "-"), "--unfinished");
    expect(JSON.parse(fed.stdout)).toMatchObject({ status: "Unfinished" });
    const get = ["get-package-version-asset", ...tool, "--package-version", "2.0.0", "--asset", "Release notes.txt"];
    expect(await domain.run(...get, "-")).toMatchObject({ code: 1, stdout: "" });
    expect(await domain.json(...publish("2.0.0", "tool.tar.gz"))).toMatchObject({ status: "Published" });
    expect((await domain.run(...get, "-")).stdout).toBe("notes");
    const list = ["list-package-version-assets", ...tool, "--package-version", "2.0.0"];
    const names = ({ assets }: { assets: { name: string }[] }) => assets.map(({ name }) => name);
    expect(names((await domain.json(...list)) as never)).toEqual(["Release notes.txt", "tool.tar.gz"]);
    const page = (await domain.json(...list, "--max-results", "1")) as { nextToken: string };
    expect(names((await domain.json(...list, "--next-token", page.nextToken)) as never)).toEqual(["tool.tar.gz"]);
    expect(await domain.run(...publish("2.0.0", "more.txt"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("CONFLICT") as string,
    });
  });

  test("checks the digest that is given, and keeps nothing of a file with another", async () => {
    const right = createHash("sha256").update("the tool").digest("hex");
    const wrong = createHash("sha256").update("another").digest("hex");
    expect(await domain.run(...publish("3.0.0", "tool.tar.gz"), "--asset-sha256", wrong)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("INTEGRITY_MISMATCH") as string,
    });
    expect(await domain.run("describe-package-version", ...tool, "--package-version", "3.0.0")).toMatchObject({
      code: 1,
    });
    expect(await domain.json(...publish("3.0.0", "tool.tar.gz"), "--asset-sha256", right)).toMatchObject({
      status: "Published",
    });
  });

  test.each([
    ["B11: npm packages", ["--format", "npm", "--package", "lib"], "tool.tar.gz", "a.txt", "INVALID_ARGUMENT"],
    ["G1: no namespace", ["--package", "tool"], "tool.tar.gz", "a.txt", "INVALID_NAME"],
    ["G3: a name that is none", tool, "tool.tar.gz", "../a", "INVALID_NAME"],
    ["a file that is not there", tool, "none", "a.txt", "ENOENT"],
    ["a folder", tool, ".", "a.txt", "INVALID_ARGUMENT"],
  ])("refuses %s", async (_, packageOptions, content, name, told) => {
    const args = ["--package-version", "9.0.0", "--asset-content", content, "--asset-name", name];
    expect(await domain.run("publish-package-version", ...packageOptions, ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(told) as string,
    });
  });
});

describe("generic packages in the other commands", () => {
  test("are listed, described, copied, archived and deleted like any", async () => {
    await domain.json(...publish("4.0.0", "tool.tar.gz"));
    expect(await domain.json("list-packages", "--format", "generic", "--publish", "ALLOW")).toEqual({
      packages: [
        {
          format: "generic",
          namespace: "acme",
          package: "tool",
          originConfiguration: { restrictions: { publish: "ALLOW", upstream: "BLOCK" } },
        },
      ],
    });
    for (const filter of [
      ["--upstream", "ALLOW"],
      ["--namespace", "@acme"],
    ])
      expect(await domain.json("list-packages", "--format", "generic", ...filter)).toEqual({ packages: [] });
    expect(await domain.json("describe-package", ...tool)).toMatchObject({ package: { name: "tool" } });
    const named = [...tool, "--versions", "4.0.0"];
    const repositories = ["--source-repository", "team", "--destination-repository", "shared"];
    expect(await domain.json("copy-package-versions", ...repositories, ...named)).toMatchObject({
      successfulVersions: { "4.0.0": { status: "Published" } },
    });
    const inShared = ["--repository", "shared", ...named];
    await domain.json("update-package-versions-status", ...inShared, "--target-status", "Archived");
    await domain.json("dispose-package-versions", ...inShared);
    await domain.json("delete-package-versions", ...inShared);
    expect(await domain.json("list-package-versions", "--repository", "shared", ...tool)).toMatchObject({
      versions: [],
    });
    expect(await domain.json("describe-package-version", ...tool, "--package-version", "4.0.0")).toMatchObject({
      packageVersion: { status: "Published", displayName: "acme/tool" },
    });
  });

  test("A8, G4: have no README and no dependencies", async () => {
    await domain.json(...publish("5.0.0", "tool.tar.gz"));
    const version = [...tool, "--package-version", "5.0.0"];
    expect(await domain.run("get-package-version-readme", ...version)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("NOT_SUPPORTED") as string,
    });
    expect(await domain.json("list-package-version-dependencies", ...version)).toMatchObject({ dependencies: [] });
  });
});

describe("an npm version", () => {
  const version = ["--repository", "team", "--package", "lib", "--package-version", "1.0.0"];

  test("A8: its README is read out of its tarball", async () => {
    expect(await domain.json("get-package-version-readme", ...version)).toEqual({
      format: "npm",
      package: "lib",
      version: "1.0.0",
      versionRevision: expect.any(String) as string,
      readme: "# Lib",
    });
  });

  test("its direct dependencies are listed with their kinds", async () => {
    expect(await domain.json("list-package-version-dependencies", ...version)).toEqual({
      dependencies: [
        { package: "is-odd", dependencyType: "regular", versionRequirement: "^3.0.0" },
        { namespace: "acme", package: "ui", dependencyType: "peer", versionRequirement: "*" },
      ],
      format: "npm",
      package: "lib",
      version: "1.0.0",
      versionRevision: expect.any(String) as string,
    });
  });
});
