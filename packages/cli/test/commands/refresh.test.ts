import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([buildPackage({ name: "@acme/lib", version: "1.0.0" })]);
});
afterAll(() => domain.close());

test("refresh asks the registry now, and tells what is new and what has changed", async () => {
  expect(await domain.run("refresh", "@acme/lib")).toEqual({
    code: 0,
    stdout:
      "@acme/lib at public:npmjs (through npm-store): asked for the first time\n  new versions: 1.0.0\n  latest: none -> 1.0.0\n",
    stderr: "",
  });
  expect((await domain.run("refresh", "@acme/lib")).stdout).toContain("nothing has changed");
  domain.registry.addPackage(buildPackage({ name: "@acme/lib", version: "1.1.0" }));
  expect(await domain.json("refresh", "@acme/lib", "--json")).toMatchObject({
    repository: "team",
    format: "npm",
    namespace: "acme",
    package: "lib",
    registries: [
      {
        repository: "npm-store",
        connection: "public:npmjs",
        state: "changed",
        addedVersions: ["1.1.0"],
        tags: [{ tag: "latest", from: "1.0.0", to: "1.1.0" }],
      },
    ],
  });
});

test.each([
  ["nobody-has-it", [], 1, "PACKAGE_NOT_FOUND"],
  ["Not A Name", [], 2, "INVALID_NAME"],
  ["lib", ["--repository", "nowhere"], 1, "REPOSITORY_NOT_FOUND"],
] as const)("of %s %j it exits %i with %s", async (name, options, code, error) => {
  const outcome = await domain.run("refresh", name, ...options);
  expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(`error ${error}`)]);
});
