import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain, runIn } from "../command-runner.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0" });
const kept = buildPackage({ name: "kept", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([lib, kept]);
  await domain.retain("team", lib, kept);
  await domain.within(async ({ resolver }) => {
    for (const repository of ["team", "npm-store"])
      await resolver.deletePackageVersions({
        repository,
        package: { format: "npm", name: "lib" },
        versions: ["1.0.0"],
      });
  });
});
afterAll(() => domain.close());

describe("gc", () => {
  test("--dry-run names what would be marked, and marks nothing", async () => {
    for (let round = 0; round < 2; round += 1) {
      const { code, stdout, stderr } = await domain.run("gc", "--dry-run");
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("would mark    lib@1.0.0\n");
    }
  });

  test("marks first, and says when it removes", async () => {
    const { code, stdout } = await domain.run("gc");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "Marked 1 thing that nothing refers to; a sweep in 24 hours or later removes what is unused then.\n",
    );
    expect((await domain.run("gc")).stdout).toBe("There is nothing to mark and nothing to remove.\n");
  });

  test("removes at once without a grace period, and tells it as JSON in CodeArtifact's words", async () => {
    const report = await domain.json("gc", "--grace-period", "0", "--json");
    expect(report).toMatchObject({
      dryRun: false,
      removedRevisions: 1,
      removedAssets: 1,
      bytesRemoved: lib.tarball.length,
      items: expect.arrayContaining([
        expect.objectContaining({ step: "remove", type: "revision", format: "npm", package: "lib", version: "1.0.0" }),
      ]) as unknown,
    });
    expect(await domain.json("stats", "--json")).toMatchObject({ assets: 1, packageVersions: 1 });
  });

  test("shows no progress where nobody watches", async () => {
    expect((await domain.run("gc")).stderr).toBe("");
  });

  test.each(["1.5", "-1", "day"])("refuses a grace period of %s", async (hours) => {
    const { code, stderr } = await domain.run("gc", `--grace-period=${hours}`);
    expect(code).toBe(2);
    expect(stderr).toContain("--grace-period");
  });

  test("makes no store where there is none", async () => {
    const { code, stderr } = await runIn(domain.folder, { ...domain.env, HEADWATER_CONFIG: "" }, [
      "gc",
      "--config",
      "absent.yml",
    ]);
    expect([code, stderr.split(":")[0]]).toEqual([2, "error CONFIGURATION_NOT_FOUND"]);
  });
});
