import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type ExtractionPool, createExtractionPool } from "../../src/extraction/extraction-pool.ts";

const modes = { fileMode: 0o666, folderMode: 0o777, umask: 0 };
let root: string;
let pool: ExtractionPool;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-pool-"));
  pool = createExtractionPool(2);
});
afterEach(async () => {
  await pool.close();
  await rm(root, { recursive: true, force: true });
});

test("many packages are unpacked at once, each into its own folder", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `package-${index}`);
  await Promise.all(
    names.map(async (name) => {
      const folder = join(root, name);
      await mkdir(folder);
      const { tarball } = buildPackage({ name, version: "1.0.0", files: { "index.js": name } });
      expect(await pool.extract({ tarball, folder, ...modes })).toEqual([]);
    }),
  );
  for (const name of names) expect(await readFile(join(root, name, "index.js"), "utf8")).toBe(name);
});

test("what the system refuses comes with its code and path; the next package is unpacked all the same", async () => {
  const { tarball } = buildPackage({ name: "a", version: "1.0.0" });
  await writeFile(join(root, "file"), "");
  const refused = pool.extract({ tarball, folder: join(root, "file", "below"), ...modes });
  await expect(refused).rejects.toMatchObject({ code: "ENOTDIR", path: join(root, "file", "below") });
  const folder = join(root, "made");
  expect(
    await pool.extract({ ...modes, folder, tarball: buildPackage({ name: "a", version: "1.0.0" }).tarball }),
  ).toEqual([]);
});

test("bytes that are no tarball fail without a code", async () => {
  const failed = pool.extract({ tarball: Buffer.from([0x1f, 0x8b, 1, 2, 3]), folder: root, ...modes });
  await expect(failed).rejects.not.toHaveProperty("code");
});

test("what is too large to be held in memory fails without a code, before anything is written", async () => {
  const files = { "vast.bin": new Uint8Array(80 * 1024 * 1024) };
  const folder = join(root, "vast");
  const failed = pool.extract({
    tarball: buildPackage({ name: "vast", version: "1.0.0", files }).tarball,
    folder,
    ...modes,
  });
  await expect(failed).rejects.not.toHaveProperty("code");
  expect(await readdir(folder)).toEqual([]);
});

test("a pool that is closed leaves nobody waiting", async () => {
  const { tarball } = buildPackage({ name: "a", version: "1.0.0", files: { "big.bin": new Uint8Array(5_000_000) } });
  const waiting = pool.extract({ tarball, folder: root, ...modes }).then(
    () => "unpacked",
    () => "refused",
  );
  await pool.close();
  expect(["unpacked", "refused"]).toContain(await waiting);
});
