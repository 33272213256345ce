import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createFaultProject, type FaultProject } from "../faults/fault-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MEBIBYTE = 1024 * 1024;
/** Does not get smaller by compression. */
const large = randomBytes(9 * MEBIBYTE);
/** Gets much smaller, by less than what npm takes for an attack. */
const vast = Buffer.concat([randomBytes(MEBIBYTE), Buffer.alloc(79 * MEBIBYTE)]);

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "lib", version: "1.0.0" }),
      buildPackage({ name: "large", version: "1.0.0", files: { "large.bin": large } }),
      buildPackage({ name: "vast", version: "1.0.0", files: { "vast.bin": vast } }),
      buildPackage({ name: "npm", version: "90.0.0", manifest: { bin: { npm: "index.js" } } }),
      buildPackage({ name: "npm", version: "91.0.0", manifest: { engines: { node: "^4.0.0" } } }),
    ],
  });
  project = await createFaultProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(() => registry.clearRequests());

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test.each([
  ["large", "large.bin", large],
  ["vast", "vast.bin", vast],
] as const)(
  "a package that is too %s to be held in memory is downloaded once, stored, and installed whole",
  async (name, file, bytes) => {
    const { code, stderr } = await project.headwater(["install", name, "--no-audit"]);
    expect(code, stderr).toBe(0);
    expect(registry.requestsFor("tarball").map(({ status }) => status)).toEqual([200]);
    expect(await project.held("team")).toContain(`${name}@1.0.0`);
    expect(digest(await readFile(join(project.folder, "node_modules", name, file)))).toBe(digest(bytes));
    expect(await project.harm()).toEqual([]);
  },
);

test("in a folder without a project no audit is asked for, unless it is named one", async () => {
  const folder = join(project.root, "empty");
  await mkdir(folder);
  const without = await project.headwater(["install", "lib"], { cwd: folder });
  expect(without.code, without.stderr).toBe(0);
  expect(without.stdout).toMatch(/added 1 package in /);
  expect(registry.requestsFor("advisories-bulk")).toEqual([]);
  // The install has made it one.
  const within = await project.headwater(["install"], { cwd: folder });
  expect(within.stdout).toMatch(/up to date, audited 2 packages in /);
  expect(registry.requestsFor("advisories-bulk")).toHaveLength(1);
});

test("npm that is installed for the whole machine keeps its built-in settings", async () => {
  const prefix = join(project.root, "prefix");
  const npm = join(prefix, "lib", "node_modules", "npm");
  await mkdir(join(npm, "bin"), { recursive: true });
  await mkdir(join(prefix, "bin"), { recursive: true });
  await writeFile(join(npm, "package.json"), '{"name":"npm","version":"80.0.0"}');
  await writeFile(join(npm, "npmrc"), "; of this machine\nfund=false\n");
  await writeFile(join(npm, "bin", "npm-cli.js"), "#!/usr/bin/env node\n");
  await chmod(join(npm, "bin", "npm-cli.js"), 0o755);
  await symlink(join(npm, "bin", "npm-cli.js"), join(prefix, "bin", "npm"));
  const env = { PATH: [join(prefix, "bin"), project.environment()["PATH"]].join(delimiter) };
  const install = (spec: string, ...flags: readonly string[]) =>
    project.headwater(["install", "--global", "--prefix", prefix, ...flags, spec], { env });
  const version = async (): Promise<unknown> =>
    (JSON.parse(await readFile(join(npm, "package.json"), "utf8")) as { version: string }).version;

  const refused = await install("npm@91.0.0");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("error EBADENGINE: npm@91.0.0");
  expect(await version()).toBe("80.0.0");

  const installed = await install("npm@90.0.0", "--force");
  expect(installed.code, installed.stderr).toBe(0);
  expect(await version()).toBe("90.0.0");
  expect(await readFile(join(npm, "npmrc"), "utf8")).toBe("; of this machine\nfund=false\n");
});
