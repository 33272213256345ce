import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { printStats } from "../../src/commands/stats.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([lib]);
  await domain.retain("team", lib);
});
afterAll(() => domain.close());

test("bytes are counted once as stored, and once for each reference (D5)", async () => {
  const size = lib.tarball.length;
  expect(await domain.json("stats", "--json")).toMatchObject({
    packages: 1,
    packageVersions: 1,
    references: 2,
    assets: 1,
    bytesStored: size,
    bytesReferenced: 2 * size,
  });
});

test("a person gets a table", async () => {
  const { stdout } = await domain.run("stats");
  expect(stdout).toMatch(/^REPOSITORY +PACKAGES +VERSIONS +REFERENCED$/m);
  expect(stdout).toMatch(/^team {15}1 {9}1 +/m);
  expect(stdout).toMatch(/^referenced \/ stored +2\.00 times$/m);
});

test("an empty domain has no ratio", () => {
  expect(
    printStats({
      repositories: [],
      packages: 0,
      packageVersions: 0,
      references: 0,
      assets: 0,
      bytesStored: 0,
      bytesReferenced: 0,
    }),
  ).toMatch(/^referenced \/ stored +-$/m);
});
