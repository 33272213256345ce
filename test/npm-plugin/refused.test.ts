import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

const postinstall = `node -e "require('fs').writeFileSync(process.env.TRACE, 'ran')"`;
const reason = 'bad@1.0.0 is Archived in the repository "team" and is not given out.';
const manifest = JSON.stringify({
  name: "app",
  version: "1.0.0",
  dependencies: { user: "^1.0.0" },
  allowScripts: { bad: true },
});

let registry: RecordedRegistry;
let project: HeadwaterProject;
let trace: string;

const headwater = (...args: readonly string[]) => project.headwater([...args, "--no-audit"], { env: { TRACE: trace } });
const modules = (...path: readonly string[]): string => join(project.folder, "node_modules", ...path);

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "bad", version: "0.9.0" }),
      buildPackage({ name: "bad", version: "1.0.0", manifest: { scripts: { postinstall } } }),
      buildPackage({ name: "user", version: "1.0.0", manifest: { dependencies: { bad: ">=0.9.0" } } }),
    ],
  });
  project = await createHeadwaterProject({ registry: registry.url, files: { "package.json": manifest } });
  trace = join(project.root, "trace");
  const installed = await headwater("install");
  if (installed.code !== 0 || !existsSync(trace)) throw new Error(`the script did not run: ${installed.stderr}`);
  const domain = await project.open();
  const versions = { repository: "team", package: { format: "npm", name: "bad" }, versions: ["1.0.0"] } as const;
  await domain.resolver.updatePackageVersionsStatus({ ...versions, targetStatus: "Archived" });
  await domain.close();
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  await rm(trace, { force: true });
  await writeFile(join(project.folder, "package.json"), manifest);
});

test.each([["ci"], ["install"], ["prune"]])(
  "%s with a lockfile that names an Archived version exits 1 before it changes anything or runs a script (S5)",
  async (command) => {
    const before = await readFile(modules("bad", "package.json"), "utf8");
    const { code, stderr } = await headwater(command);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("PACKAGE_VERSION_REFUSED");
    expect(stderr).toContain(reason);
    expect(existsSync(trace)).toBe(false);
    expect(await readFile(modules("bad", "package.json"), "utf8")).toBe(before);
  },
);

test("what is left out is not refused: an install without development's packages goes its way", async () => {
  const dev = JSON.parse(manifest) as { dependencies: object };
  await writeFile(
    join(project.folder, "package.json"),
    JSON.stringify({ ...dev, dependencies: {}, devDependencies: dev.dependencies }),
  );
  const { code, stderr } = await headwater("install", "--omit=dev", "--no-save", "--no-package-lock");
  expect(code, stderr).toBe(0);
  expect(existsSync(modules("bad"))).toBe(false);
});

test("update gets away from it, to a version that is given out", async () => {
  const { code, stderr } = await headwater("update");
  expect(code, stderr).toBe(0);
  expect(await readFile(modules("bad", "package.json"), "utf8")).toContain("0.9.0");
  expect(await project.held("team")).toContain("bad@0.9.0");
});

test("without a lockfile it is not chosen", async () => {
  await rm(join(project.folder, "package-lock.json"));
  await rm(modules(), { recursive: true });
  const { code, stderr } = await headwater("install");
  expect(code, stderr).toBe(0);
  expect(await readFile(modules("bad", "package.json"), "utf8")).toContain("0.9.0");
});

test("asked for by its version it is not to be had: ETARGET, and explain tells why", async () => {
  const { code, stderr } = await headwater("install", "bad@1.0.0");
  expect(code).toBe(1);
  expect(stderr).toContain("error ETARGET: ");
  expect(stderr).toContain("headwater explain");
});
