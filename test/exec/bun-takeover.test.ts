/** Bun in a project that has another client's lockfile and none of Bun's. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { defaultRegistry } from "../kit/default-registry.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 60_000 });

const lib = buildPackage({ name: "lib", version: "1.0.0" });
const manifest = { name: "app", version: "1.0.0", dependencies: { lib: "1.0.0" } };
/** npm's lockfile, with or without the address of the package. */
const npmLock = (address: { readonly resolved?: string }): string =>
  JSON.stringify({
    ...manifest,
    dependencies: undefined,
    lockfileVersion: 3,
    packages: { "": manifest, "node_modules/lib": { version: "1.0.0", ...address, integrity: lib.integrity } },
  });
const pnpmLock = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      lib:
        specifier: 1.0.0
        version: 1.0.0
packages:
  lib@1.0.0:
    resolution: {integrity: ${lib.integrity}}
snapshots:
  lib@1.0.0: {}
`;

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [lib] });
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": `${JSON.stringify(manifest)}\n` },
  });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test.each([
  ["package-lock.json", npmLock({})],
  ["pnpm-lock.yaml", pnpmLock],
])("what it takes over from %s comes through the repository, and bun.lock names no address", async (name, text) => {
  for (const path of ["node_modules", "bun.lock"])
    await rm(join(project.folder, path), { recursive: true, force: true });
  await writeFile(join(project.folder, name), text);
  const { code, stderr } = await project.exec("bun", ["install"]);
  await rm(join(project.folder, name));
  expect(code, stderr).toBe(0);
  expect(stderr).toContain(`migrated lockfile from ${name}`);
  expect(await readFile(join(project.folder, "bun.lock"), "utf8")).toContain(
    `["lib@1.0.0", "", {}, "${lib.integrity}"]`,
  );
  expect(await project.held("team")).toEqual(["lib@1.0.0"]);
});

test("the addresses of npm's lockfile it asks itself, which is said before it does", async () => {
  for (const path of ["node_modules", "bun.lock"])
    await rm(join(project.folder, path), { recursive: true, force: true });
  await project.clearClientCaches();
  await writeFile(
    join(project.folder, "package-lock.json"),
    npmLock({ resolved: `${defaultRegistry()}lib/-/lib-1.0.0.tgz` }),
  );
  // Nothing listens there: whatever is outside and behind https is out of reach.
  const env = { https_proxy: "http://127.0.0.1:1" };
  const { code, stderr } = await project.exec("bun", ["install"], { env });
  expect(stderr).toContain("headwater: warning: Bun has no lockfile of its own here and takes over ");
  expect(stderr).toContain("ConnectionRefused downloading tarball lib@1.0.0");
  expect(code).toBe(1);
});
