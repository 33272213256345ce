import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

/** Installs with npm's engine against a public registry that has the team's names, and names like them, at higher versions. */
const postinstall = `node -e "require('fs').writeFileSync(process.env.TRACE, 'ran')"`;
const manifest = JSON.stringify({
  name: "app",
  version: "1.0.0",
  allowScripts: { "acme-tool": true, acme_tool: true },
});

let registry: RecordedRegistry;
let project: HeadwaterProject;
let trace: string;

const headwater = (...args: readonly string[]) => project.headwater(args, { env: { TRACE: trace } });
const modules = (...path: readonly string[]): string => join(project.folder, "node_modules", ...path);

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: ["acme-tool", "acme_tool"].map((name) =>
      buildPackage({ name, version: "9.9.9", manifest: { scripts: { postinstall } } }),
    ),
  });
  project = await createHeadwaterProject({ registry: registry.url });
  trace = join(project.root, "trace");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  for (const path of [trace, modules(), join(project.folder, "package-lock.json")])
    await rm(path, { recursive: true, force: true });
  await writeFile(join(project.folder, "package.json"), manifest);
});

test("a name that is kept for one's own is not installed from the public registry, which is not asked for it (O7, S7)", async () => {
  const restrictions = ["--restrictions", "publish=ALLOW,upstream=BLOCK"];
  await project.json([
    "put-package-origin-configuration",
    "--repository",
    "team",
    "--package",
    "acme-tool",
    ...restrictions,
  ]);
  registry.clearRequests();
  const { code, stderr } = await headwater("install", "acme-tool", "--no-audit");
  expect(code, stderr).toBe(1);
  expect(stderr).toContain("upstream=BLOCK (S7)");
  expect(registry.requests.filter(({ url }) => url.includes("acme"))).toEqual([]);
  expect([existsSync(trace), existsSync(modules("acme-tool"))]).toEqual([false, false]);
});

test("a look-alike is refused by its name, and from a lockfile before a script runs; what is held already is not (O2, PG11)", async () => {
  const elsewhere = await headwater("install", "acme_tool", "--no-audit", "--repository", "npm-store");
  expect(elsewhere.code, elsewhere.stderr).toBe(0);
  await project.json(["create-package-group", "--package-group", "/npm//acme-tool$"]);
  for (const path of [trace, modules()]) await rm(path, { recursive: true, force: true });

  const locked = await headwater("ci", "--no-audit");
  expect(locked.code, locked.stderr).toBe(1);
  expect(locked.stderr).toContain("(PG11)");
  expect([existsSync(trace), existsSync(modules("acme_tool"))]).toEqual([false, false]);

  await rm(join(project.folder, "package-lock.json"));
  await writeFile(join(project.folder, "package.json"), manifest);
  const named = await headwater("install", "acme_tool", "--no-audit");
  expect(named.code, named.stderr).toBe(1);
  expect(named.stderr).toContain("(PG11)");
  expect(await project.held("team")).not.toContain("acme_tool@9.9.9");

  const held = await headwater("install", "acme_tool", "--no-audit", "--repository", "npm-store");
  expect(held.code, held.stderr).toBe(0);
});
