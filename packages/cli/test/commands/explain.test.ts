import { parseNpmName } from "@headwater/formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const held = buildPackage({ name: "lib", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([held, buildPackage({ name: "lib", version: "1.1.0" })]);
  await domain.retain("team", held);
});
afterAll(() => domain.close());

test("tells the search, the version, where its bytes come from and who would keep it, and keeps nothing", async () => {
  const { code, stdout } = await domain.run("explain", "lib@^1");
  expect(code).toBe(0);
  expect(stdout).toContain("├─ team: ");
  expect(stdout).toContain("version     1.1.0");
  expect(stdout).toContain("from public:npmjs through npm-store");
  expect(stdout).toMatch(/^would keep  (?:team, npm-store|npm-store, team)$/m);
  expect(await domain.json("list-package-versions", "--package", "lib")).toMatchObject({
    versions: [{ version: "1.0.0" }],
  });
});

test("as a table it is the same as for people anyway", async () => {
  const { stdout } = await domain.run("explain", "lib@^1");
  expect((await domain.run("explain", "lib@^1", "--output", "table")).stdout).toBe(stdout);
});

test("as JSON it has the members of the explanation", async () => {
  expect(await domain.json("explain", "lib@1.0.0", "--json")).toMatchObject({
    repository: "team",
    wanted: "1.0.0",
    version: "1.0.0",
    source: { type: "repository", repository: "team" },
    holds: ["npm-store", "team"],
  });
});

test("what would not be given out exits with the reason's code", async () => {
  const none = await domain.run("explain", "lib@^9");
  expect(none.code).toBe(1);
  expect(none.stdout).toContain("refused");
  expect(JSON.parse((await domain.run("explain", "no-such-package", "--json")).stdout)).toMatchObject({
    refusal: { code: expect.any(String) as string },
  });
  expect(await domain.run("explain", "lib@file:x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("INVALID_ARGUMENT") as string,
  });
});

test("a package whose only version is Archived is told as held and refused, by its name, a range and its version (S5)", async () => {
  const archived = await createTestDomain([held]);
  try {
    await archived.retain("team", held);
    const input = { repository: "team", package: parseNpmName("lib"), versions: ["1.0.0"] };
    await archived.within(({ resolver }) =>
      resolver.updatePackageVersionsStatus({ ...input, targetStatus: "Archived" }),
    );
    for (const spec of ["lib", "lib@^1", "lib@latest", "lib@1.0.0"]) {
      const { code, stdout } = await archived.run("explain", spec);
      expect(code).toBe(1);
      expect(stdout).toContain("└─ team: holds it, Archived");
      expect(stdout).toContain("held by     npm-store, team");
      expect(stdout).toContain('refused     PACKAGE_VERSION_REFUSED: lib@1.0.0 is Archived in the repository "team"');
    }
  } finally {
    await archived.close();
  }
});

test("a refusal's hint does not send to the explanation that it stands in", async () => {
  const { code, stdout } = await domain.run("explain", "lib@9.9.9");
  expect(code).toBe(1);
  expect(stdout).toContain("refused");
  expect(stdout).not.toContain("headwater explain");
  const { stdout: json } = await domain.run("explain", "lib@9.9.9", "--json");
  expect(JSON.parse(json)).toMatchObject({ refusal: { code: expect.any(String) as string } });
  expect(json).not.toContain("headwater explain");
});

test("its help promises that nothing is retained, not that nothing is written: metadata is kept", async () => {
  const { stdout } = await domain.run("explain", "--help");
  expect(stdout).toContain("It retains nothing.");
  expect(stdout).not.toContain("Nothing is written");
});
