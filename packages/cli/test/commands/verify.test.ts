import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0" });
let domain: TestDomain;

beforeEach(async () => {
  domain = await createTestDomain([lib]);
  await domain.retain("team", lib);
});
afterEach(() => domain.close());

/** Removes every file of the asset folder: assets and documents. */
async function loseFiles(): Promise<void> {
  const assets = join(domain.folder, ".headwater", "assets");
  for (const folder of await readdir(assets))
    if (/^[0-9a-f]{2}$/.test(folder)) await rm(join(assets, folder), { recursive: true });
}

/** Damages the stored text of all records under a prefix of their keys. */
function damageRecords(prefix: string): void {
  const database = new DatabaseSync(join(domain.folder, ".headwater", "references.sqlite"));
  database.prepare(`UPDATE keyv SET value = '{"value":"damaged"}' WHERE key LIKE ?`).run(`${prefix}%`);
  database.close();
}

describe("verify", () => {
  test("of a whole store exits 0 and says what it followed", async () => {
    const { code, stdout, stderr } = await domain.run("verify");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Followed 2 references in 3 repositories to 1 revision");
    expect(stdout).toContain("Nothing is damaged.");
  });

  test.each([[], ["--quick"]])(
    "of a store with lost bytes exits 4 and names who refers to them (%s)",
    async (...options) => {
      await loseFiles();
      const { code, stdout } = await domain.run("verify", ...options);
      expect(code).toBe(4);
      expect(stdout).toMatch(/^BYTES_MISSING +[0-9a-f]{12} +team +lib@1\.0\.0 +found$/m);
      expect(stdout).toMatch(/^DOCUMENT_LOST +public:npmjs +- +lib +found$/m);
    },
  );

  test("--repair fetches them anew and exits 0", async () => {
    await loseFiles();
    const { code, stdout } = await domain.run("verify", "--repair");
    expect([code, stdout]).toEqual([0, expect.stringContaining("Everything that was damaged is whole again.")]);
    expect((await domain.run("verify")).code).toBe(0);
  });

  test("--repair leaves what cannot be had, and exits 4; --drop removes the references to it, and says which", async () => {
    await domain.registry.close();
    const other = await domain.within(async ({ resolver }) => {
      const { assets } = await resolver.listPackageVersionAssets("team", {
        format: "npm",
        name: "lib",
        version: "1.0.0",
      });
      return assets[0]?.hashes["SHA-512"] ?? "";
    });
    await loseAsset(join(domain.folder, ".headwater", "assets"));
    const left = await domain.run("verify", "--repair");
    expect([left.code, left.stdout]).toEqual([4, expect.stringContaining("Not everything is whole.")]);
    // It is the only asset.
    const report = await domain.run("verify", "--repair", "--drop", "--drop-most", "--json");
    expect(report.code).toBe(4);
    expect(JSON.parse(report.stdout)).toMatchObject({
      sound: false,
      findings: [
        {
          damage: "BYTES_MISSING",
          outcome: "dropped",
          subject: other,
          referrers: [
            { format: "npm", package: "lib", version: "1.0.0" },
            { format: "npm", package: "lib", version: "1.0.0" },
          ],
        },
      ],
    });
    expect((await domain.run("verify")).code).toBe(0);
  });

  test("--drop of everything is refused while no asset has its bytes", async () => {
    await loseFiles();
    const { code, stderr } = await domain.run("verify", "--repair", "--drop");
    expect([code, stderr]).toEqual([4, expect.stringContaining("1 of 1 assets have no bytes; nothing was dropped.")]);
    expect(await domain.json("stats", "--json")).toMatchObject({ references: 2 });
  });

  test("--drop alone is refused", async () => {
    const { code, stderr } = await domain.run("verify", "--drop");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--drop goes with --repair only")]);
    const most = await domain.run("verify", "--repair", "--drop-most");
    expect([most.code, most.stderr]).toEqual([2, expect.stringContaining("--drop-most goes with --drop only")]);
  });

  test("records that cannot be read are counted, and those that can be had are put back", async () => {
    damageRecords("revision/");
    damageRecords("asset/");
    const { code, stdout } = await domain.run("verify");
    expect(code).toBe(4);
    expect(stdout).toContain("RECORD_DAMAGED");
    expect(stdout).toMatch(/^REVISION_MISSING .* team +lib@1\.0\.0 +found$/m);
    expect((await domain.run("verify", "--repair")).code).toBe(0);
    expect((await domain.run("verify")).stdout).toContain("Nothing is damaged.");
  });

  test("references that cannot be read are left, and it is said what has them", async () => {
    damageRecords("reference/");
    const { code, stdout } = await domain.run("verify", "--repair");
    expect(code).toBe(4);
    expect(stdout).toContain(
      "Records cannot be read: 2 of the type reference. A backup of the reference store has them",
    );
  });
});

/** Removes the one asset: the file that no record of a document names. */
async function loseAsset(assets: string): Promise<void> {
  const files = await readdir(assets, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of files.filter((file) => file.isFile() && /^[0-9a-f]{32}$/.test(file.name))) {
    if (parentPath.includes("renditions")) continue;
    const file = join(parentPath, name);
    const bytes = await readFile(file);
    await rm(file);
    const { findings } = JSON.parse((await domain.run("verify", "--json")).stdout) as {
      findings: { damage: string }[];
    };
    if (findings.some(({ damage }) => damage === "BYTES_MISSING")) return;
    await writeFile(file, bytes);
  }
  throw new Error("no file of the folder is the asset's");
}
